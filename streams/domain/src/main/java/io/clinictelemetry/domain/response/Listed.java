package io.clinictelemetry.domain.response;

import static io.clinictelemetry.domain.response.ResponseTimes.NEVER;

import io.clinictelemetry.domain.episodes.Alert;

/**
 * One alert on the list, or one that left it lately.
 *
 * @param alert as detection last told of it
 * @param marks how many revisions were told beyond those of detection
 * @param standing what people have made of it, but for its shelf
 * @param escalateAtMs log clock at which it is escalated, ms since 1970 UTC; {@link
 *     ActiveList#NEVER} for never
 * @param reAlarmAtMs log clock at which it is announced again, ms since 1970 UTC; {@link
 *     ActiveList#NEVER} for never
 * @param leftAtMs log clock at which it left the list, ms since 1970 UTC; {@link ActiveList#NEVER}
 *     while on it
 */
public record Listed(
    Alert alert, int marks, Standing standing, long escalateAtMs, long reAlarmAtMs, long leftAtMs) {

  static Listed of(Alert alert) {
    return new Listed(alert, 0, Standing.NEW, NEVER, NEVER, NEVER);
  }

  boolean isActive() {
    return leftAtMs == NEVER;
  }

  /** As it is told of. */
  Alert told() {
    return alert.laterBy(marks);
  }

  Listed as(Alert detected) {
    return new Listed(detected, marks, standing, escalateAtMs, reAlarmAtMs, leftAtMs);
  }

  Listed marked(Standing now) {
    return new Listed(alert, marks + 1, now, escalateAtMs, reAlarmAtMs, leftAtMs);
  }

  Listed due(long escalate, long reAlarm) {
    return new Listed(alert, marks, standing, escalate, reAlarm, leftAtMs);
  }

  Listed left(long atMs) {
    return new Listed(alert, marks, standing, NEVER, NEVER, atMs);
  }
}
