package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.rules.Breach;
import io.clinictelemetry.domain.rules.Condition;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.SampleRule;
import io.clinictelemetry.domain.rules.Threshold.Side;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One alert as it now stands. Times are ms since 1970 UTC; measured, peak and limit are in the
 * rule's unit.
 *
 * @param id see {@link AlertId}; of the start as it was first known
 * @param subject whom it is about
 * @param rule the rule
 * @param startedAtMs corrected time of the first breaching sample
 * @param triggeredAtMs corrected time of the end of the sample that completed the on-delay
 * @param detectedAtMs log clock when it opened
 * @param endedAtMs corrected time at which the condition ended; empty while open
 * @param measured value of the sample that completed the on-delay
 * @param peak the value so far that was furthest beyond the limit then in force
 * @param limit the limit that was exceeded
 * @param policy scope and version that gave the limit
 * @param explanation one sentence for people
 * @param late whether the deciding reading was late
 * @param chattering whether it was the third opening within a minute, so that it stays open until
 *     the value has been back for a minute
 * @param revision 1 when opened, one more at each change
 * @param cause id of the alert that this one belongs to, where there is one
 */
public record Alert(
    String id,
    Subject subject,
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
    boolean chattering,
    int revision,
    Optional<String> cause) {

  static Alert opened(Subject subject, Rule rule, Opening opening, long logClockMs) {
    return new Alert(
        AlertId.of(subject.id(), rule.name(), subject.sessionId(), opening.startedAtMs()),
        subject,
        rule,
        opening.startedAtMs(),
        opening.triggeredAtMs(),
        logClockMs,
        OptionalLong.empty(),
        opening.measured(),
        opening.peak(),
        opening.limit(),
        opening.policy(),
        opening.explanation(),
        opening.late(),
        opening.chattering(),
        1,
        opening.cause());
  }

  /** Whether the condition still holds. */
  public boolean open() {
    return endedAtMs.isEmpty();
  }

  /** Whether it stays on the active list once cleared, until a person saw to it. */
  public boolean latched() {
    return rule.priority() == Rule.Priority.HIGH;
  }

  /** The same with a later revision. */
  public Alert laterBy(int revisions) {
    return with(startedAtMs, endedAtMs, peak, revision + revisions);
  }

  /** With the value as its peak where that is further beyond the limit; not a change to tell. */
  Alert peaked(double value) {
    return with(startedAtMs, endedAtMs, side().further(peak, value), revision);
  }

  Alert cleared(long endedAtMs, double peak) {
    return with(startedAtMs, OptionalLong.of(endedAtMs), peak, revision + 1);
  }

  /** Whether less than an off-delay lies between it and the breach, as within one episode. */
  boolean touches(Breach breach) {
    long offDelayMs = chattering ? Condition.FLAP_GUARD_MS : Limits.OFF_DELAY_MS;
    return rule.equals(breach.rule())
        && startedAtMs - breach.endedAtMs() < Limits.OFF_DELAY_MS
        && (open() || breach.startedAtMs() - endedAtMs.getAsLong() < offDelayMs);
  }

  /** With the breach as part of it; empty when that changes nothing. */
  Optional<Alert> widened(Breach breach) {
    long start = Math.min(startedAtMs, breach.startedAtMs());
    OptionalLong end =
        open() ? endedAtMs : OptionalLong.of(Math.max(endedAtMs.getAsLong(), breach.endedAtMs()));
    Alert widened = with(start, end, side().further(peak, breach.peak()), revision);
    return widened.equals(this)
        ? Optional.empty()
        : Optional.of(with(start, end, widened.peak, revision + 1));
  }

  private Side side() {
    if (rule instanceof SampleRule sampled) {
      return sampled.side();
    }
    return measured < limit ? Side.BELOW : Side.ABOVE;
  }

  private Alert with(long start, OptionalLong end, double furthest, int number) {
    return new Alert(
        id,
        subject,
        rule,
        start,
        triggeredAtMs,
        detectedAtMs,
        end,
        measured,
        furthest,
        limit,
        policy,
        explanation,
        late,
        chattering,
        number,
        cause);
  }
}
