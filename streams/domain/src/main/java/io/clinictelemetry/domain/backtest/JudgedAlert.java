package io.clinictelemetry.domain.backtest;

import io.clinictelemetry.domain.rules.Rule;
import java.util.Optional;

/**
 * An alert that a policy gave, as far as two of them are compared.
 *
 * @param clinicId where the device was
 * @param sessionId empty outside of a treatment
 * @param rule its name
 * @param startedAtMs corrected time of the first breaching sample, ms since 1970 UTC
 * @param endedAtMs when the condition ended, ms since 1970 UTC; {@link Long#MAX_VALUE} when it did
 *     not
 * @param detectedAtMs log clock at which it was raised, ms since 1970 UTC
 */
public record JudgedAlert(
    String deviceId,
    String clinicId,
    Optional<String> sessionId,
    String rule,
    Rule.Priority priority,
    long startedAtMs,
    long endedAtMs,
    long detectedAtMs) {

  /** Whether both tell of one condition: the same rule on the same treatment at the same time. */
  boolean tellsOf(JudgedAlert other) {
    return deviceId.equals(other.deviceId)
        && rule.equals(other.rule)
        && sessionId.equals(other.sessionId)
        && startedAtMs <= other.endedAtMs
        && other.startedAtMs <= endedAtMs;
  }
}
