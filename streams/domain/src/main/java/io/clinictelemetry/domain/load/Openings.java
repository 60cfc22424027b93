package io.clinictelemetry.domain.load;

import io.clinictelemetry.domain.rules.Rule.Kind;
import io.clinictelemetry.domain.rules.Rule.Priority;

/**
 * Alerts that opened within an hour, by what they are. Each is of one priority and of one kind; the
 * others are parts of all that overlap.
 *
 * @param high of high priority
 * @param medium of medium priority
 * @param low of low priority
 * @param technical about the device or its link, not about a treatment
 * @param late history, told by late readings
 * @param shelved whose rule was on a shelf
 * @param announced that called for somebody: neither history nor on a shelf
 * @param chattering the third of their rule and session within a minute
 */
public record Openings(
    long high,
    long medium,
    long low,
    long technical,
    long late,
    long shelved,
    long announced,
    long chattering) {

  /** None. */
  public static final Openings NONE = new Openings(0, 0, 0, 0, 0, 0, 0, 0);

  /** All of them. */
  public long alerts() {
    return high + medium + low;
  }

  Openings plus(LoadChange.Opened opened) {
    return new Openings(
        high + one(opened.priority() == Priority.HIGH),
        medium + one(opened.priority() == Priority.MEDIUM),
        low + one(opened.priority() == Priority.LOW),
        technical + one(opened.kind() == Kind.TECHNICAL),
        late + one(opened.late()),
        shelved + one(opened.shelved()),
        announced + one(opened.announced()),
        chattering + one(opened.chattering()));
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }
}
