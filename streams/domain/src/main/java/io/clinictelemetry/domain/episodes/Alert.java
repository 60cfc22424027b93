package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.rules.Rule;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One alert as it now stands. Times are ms since 1970 UTC; measured, peak and limit are in the
 * rule's unit.
 *
 * @param id see {@link AlertId}
 * @param deviceId the device that it is about
 * @param clinicId the clinic at the session's start
 * @param sessionId the session, where there is one
 * @param rule the rule
 * @param startedAtMs corrected time of the first breaching sample
 * @param triggeredAtMs corrected time of the end of the sample that completed the on-delay
 * @param detectedAtMs log clock when it opened
 * @param endedAtMs corrected time at which the condition ended; empty while open
 * @param measured value of the sample that completed the on-delay
 * @param peak largest value so far that exceeded the limit then in force
 * @param limit the limit that was exceeded
 * @param policy scope and version that gave the limit
 * @param explanation one sentence for people
 * @param late whether the deciding reading was late
 * @param revision 1 when opened, one more at each change
 */
public record Alert(
    String id,
    String deviceId,
    String clinicId,
    Optional<String> sessionId,
    Rule rule,
    long startedAtMs,
    long triggeredAtMs,
    long detectedAtMs,
    OptionalLong endedAtMs,
    double measured,
    double peak,
    double limit,
    String policy,
    String explanation,
    boolean late,
    int revision) {

  /** Whether the condition still holds. */
  public boolean open() {
    return endedAtMs.isEmpty();
  }

  /** Whether it stays on the active list once cleared, until a person saw to it. */
  public boolean latched() {
    return rule.priority() == Rule.Priority.HIGH;
  }

  Alert cleared(long endedAtMs, double peak) {
    return new Alert(
        id,
        deviceId,
        clinicId,
        sessionId,
        rule,
        startedAtMs,
        triggeredAtMs,
        detectedAtMs,
        OptionalLong.of(endedAtMs),
        measured,
        peak,
        limit,
        policy,
        explanation,
        late,
        revision + 1);
  }
}
