package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limits;
import java.util.Locale;
import java.util.Optional;

/**
 * Suction rises twice as slowly as it used to: the filter clogs. A changed filter begins anew.
 *
 * @param rise time to 90 % of the highest suction, ms
 */
record FilterClogging(Trend rise) {

  /** Share of the baseline from which on the filter counts as clogged, %. Engineering default. */
  static final double LIMIT_PCT = 200;

  static final FilterClogging NEW = new FilterClogging(Trend.NEW);

  /** After a test. */
  FilterClogging next(DeadHead test) {
    return test.riseMs().isEmpty()
        ? this
        : new FilterClogging(rise.next((double) test.riseMs().getAsLong(), LIMIT_PCT));
  }

  /** What the latest test says. */
  Optional<Verdict> judge(TakenEvent taken) {
    if (rise.holds()) {
      String explanation =
          String.format(
              Locale.ROOT,
              "Suction takes %.0f %% of its usual %.0f ms to rise, in %d tests in a row.",
              rise.lastPct(),
              rise.baseline(),
              Trend.IN_A_ROW);
      return Optional.of(
          new Verdict.Holds(taken.atMs(), rise.lastPct(), Verdict.builtIn(LIMIT_PCT), explanation));
    }
    return rise.isBack(LIMIT_PCT, Limits.HYSTERESIS)
        ? Optional.of(new Verdict.Over(taken.atMs()))
        : Optional.empty();
  }
}
