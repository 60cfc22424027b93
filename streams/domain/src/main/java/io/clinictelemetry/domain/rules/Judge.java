package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Sample;
import java.util.function.Consumer;

/** Runs one rule over the samples of one frame. */
public final class Judge {

  private Judge() {}

  /**
   * Judges every sample in turn.
   *
   * @param correctedStartMs corrected time of the first sample, ms since 1970 UTC
   * @param condition the rule's condition, changed by this
   * @param changes receives each change as it happens
   */
  public static void judge(
      SampleRule rule,
      Frame frame,
      long correctedStartMs,
      Threshold threshold,
      Condition condition,
      Consumer<Change> changes) {
    for (int i = 0; i < frame.count(); i++) {
      long fromStart = (long) i * frame.intervalMs();
      condition
          .next(
              sample(rule, frame, i, threshold),
              rule.value(frame, i),
              threshold,
              Limits.OFF_DELAY_MS,
              frame.elapsedMs() + fromStart,
              correctedStartMs + fromStart,
              frame.intervalMs())
          .ifPresent(changes);
    }
  }

  private static Sample sample(SampleRule rule, Frame frame, int i, Threshold threshold) {
    if (frame.bad(i)) {
      return Sample.UNKNOWN;
    }
    if (!rule.applies(frame, i)) {
      return Sample.BACK;
    }
    double value = rule.value(frame, i);
    if (threshold.exceededBy(value)) {
      return Sample.BREACH;
    }
    return threshold.resetBy(value) ? Sample.BACK : Sample.BETWEEN;
  }
}
