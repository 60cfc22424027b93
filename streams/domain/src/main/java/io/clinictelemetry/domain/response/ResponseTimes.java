package io.clinictelemetry.domain.response;

import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.rules.Rule.Priority;

/**
 * How long people have. Low priority never calls for anybody.
 *
 * @param escalateHighMs after which an unacknowledged alert of high priority is escalated, ms
 * @param escalateMediumMs the same for medium priority, ms
 * @param reAlarmMs after which an alert whose condition still holds is announced again, counted
 *     from what was done about it last, ms
 * @param longestShelfMs for how long a rule may be shelved, ms
 */
public record ResponseTimes(
    long escalateHighMs, long escalateMediumMs, long reAlarmMs, long longestShelfMs) {

  static final long NEVER = Long.MAX_VALUE;

  /** As the limits in force say. */
  public static ResponseTimes of(Limits limits) {
    return new ResponseTimes(
        Math.round(limits.value(LimitName.ESCALATE_HIGH) * 1_000),
        Math.round(limits.value(LimitName.ESCALATE_MEDIUM) * 1_000),
        Math.round(limits.value(LimitName.RE_ALARM) * 1_000),
        Math.round(limits.value(LimitName.SHELF_LONGEST) * 60_000));
  }

  long escalateAtMs(Priority priority, long fromMs) {
    return switch (priority) {
      case HIGH -> fromMs + escalateHighMs;
      case MEDIUM -> fromMs + escalateMediumMs;
      case LOW -> NEVER;
    };
  }

  long reAlarmAtMs(Priority priority, long fromMs) {
    return priority == Priority.LOW ? NEVER : fromMs + reAlarmMs;
  }
}
