package io.clinictelemetry.producers.client;

/**
 * Consecutive events that the broker did not acknowledge.
 *
 * @param deviceId the device
 * @param bootId its boot
 * @param firstSeq first number of the range
 * @param lastSeq last number of the range, itself part of it
 * @param givenUp true when the client tried and gave up; false when the time ran out before an
 *     answer came, so that the broker may or may not have them
 */
public record UndeliveredRange(
    String deviceId, long bootId, long firstSeq, long lastSeq, boolean givenUp) {

  @Override
  public String toString() {
    return "%s boot %d seq %d-%d (%s)"
        .formatted(deviceId, bootId, firstSeq, lastSeq, givenUp ? "failed" : "no answer yet");
  }
}
