package io.clinictelemetry.domain.intake;

import java.util.Optional;

/**
 * One event of one device.
 *
 * @param deviceId the device
 * @param clinicId the clinic that the device says it stands in
 * @param position where the event stands in the device's own order
 * @param sentAtMs when it was sent, on the device's clock, ms since 1970 UTC
 * @param sessionId the treatment session, if any
 * @param payload what happened
 */
public record TelemetryEvent(
    String deviceId,
    String clinicId,
    Position position,
    long sentAtMs,
    Optional<String> sessionId,
    Payload payload) {

  /** When it happened on the device's own clock, ms since 1970 UTC. */
  public long deviceTimeMs() {
    if (payload instanceof Frame frame) {
      return frame.firstSampleAtMs();
    }
    if (payload instanceof SessionStart start) {
      return start.startedAtMs();
    }
    if (payload instanceof SessionEnd end) {
      return end.endedAtMs();
    }
    return payload instanceof Heartbeat heartbeat
        ? heartbeat.measuredAtMs().orElse(sentAtMs)
        : sentAtMs;
  }
}
