package io.clinictelemetry.domain.maintenance;

import io.clinictelemetry.domain.intake.Plausibility;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that was done to a device, as somebody told of it. Times are ms since 1970 UTC.
 *
 * @param id names it among the events of its device
 * @param deviceId the device
 * @param known whether this release knows what was done
 * @param startedAtMs when the device was taken out of use for it; empty when it was not
 * @param doneAtMs when it was done
 * @param withdrawn whether it proved not to have happened
 * @param revision higher when it corrects what was told before
 */
public record ServiceEvent(
    String id,
    String deviceId,
    boolean known,
    OptionalLong startedAtMs,
    long doneAtMs,
    boolean withdrawn,
    int revision) {

  /** How far ahead of its arrival it may have been done: clocks differ, ms. */
  public static final long MAX_AHEAD_MS = 60_000;

  /** How long a device is in service at most, ms: more is a slip of the pen. */
  public static final long LONGEST_MS = 366L * 24 * 3_600_000;

  /**
   * Whether it can have been.
   *
   * @param key the key of its record; null when it had none
   * @param arrivedAtMs when it arrived, ms since 1970 UTC
   * @return empty when it can
   */
  public Optional<Rejection> check(String key, long arrivedAtMs) {
    if (key == null) {
      return reject(Reason.NULL_KEY, "a service event without a key");
    }
    if (!Plausibility.isId(deviceId) || !Plausibility.isId(id)) {
      return reject(
          Reason.INVALID_ID,
          "ids of device and event have 1 to "
              + Plausibility.MAX_ID_LENGTH
              + " characters, and no control characters");
    }
    if (!key.equals(deviceId)) {
      return reject(Reason.KEY_MISMATCH, "the key is not the device_id of the service event");
    }
    if (!known) {
      return reject(Reason.UNKNOWN_KIND, "a kind of service that this release does not know");
    }
    if (revision < 1) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "revision " + revision + " is below 1");
    }
    return checkTimes(arrivedAtMs);
  }

  private Optional<Rejection> checkTimes(long arrivedAtMs) {
    if (doneAtMs < 0 || startedAtMs.orElse(0) < 0) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "a time before 1970");
    }
    if (doneAtMs > arrivedAtMs + MAX_AHEAD_MS) {
      return reject(
          Reason.CLOCK_AHEAD, "done " + (doneAtMs - arrivedAtMs) + " ms after it was told");
    }
    long lengthMs = doneAtMs - startedAtMs.orElse(doneAtMs);
    if (lengthMs < 0) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "done " + -lengthMs + " ms before it was started");
    }
    if (lengthMs > LONGEST_MS) {
      return reject(Reason.IMPOSSIBLE_NUMBER, "in service for " + lengthMs + " ms");
    }
    return Optional.empty();
  }

  private static Optional<Rejection> reject(Reason reason, String detail) {
    return Optional.of(new Rejection(reason, detail));
  }
}
