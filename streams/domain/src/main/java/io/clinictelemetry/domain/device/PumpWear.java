package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limits;
import java.util.Locale;
import java.util.Optional;

/**
 * The pump reaches a fifth less than it used to, or ripples twice as much: it is worn. A new pump
 * begins anew.
 *
 * @param max highest suction, kPa
 * @param ripple ripple around it, %
 */
record PumpWear(Trend max, Trend ripple) {

  /** Share of its baseline down to which the highest suction falls, %. Engineering default. */
  static final double MAX_LIMIT_PCT = 80;

  /** Share of its baseline from which on the ripple counts, %. Engineering default. */
  static final double RIPPLE_LIMIT_PCT = 200;

  static final PumpWear NEW = new PumpWear(Trend.NEW, Trend.NEW);

  /** After a test. */
  PumpWear next(DeadHead test) {
    return new PumpWear(
        test.maxKpa().isEmpty() ? max : max.next(test.maxKpa().getAsDouble(), MAX_LIMIT_PCT),
        test.ripplePct().isEmpty()
            ? ripple
            : ripple.next(test.ripplePct().getAsDouble(), RIPPLE_LIMIT_PCT));
  }

  /** What the latest test says. */
  Optional<Verdict> judge(TakenEvent taken) {
    if (max.holds()) {
      return Optional.of(holds(taken, max, MAX_LIMIT_PCT, "The pump reaches", "kPa"));
    }
    if (ripple.holds()) {
      return Optional.of(holds(taken, ripple, RIPPLE_LIMIT_PCT, "The pump ripples by", "%"));
    }
    return max.isBack(MAX_LIMIT_PCT, Limits.HYSTERESIS)
            && ripple.isBack(RIPPLE_LIMIT_PCT, Limits.HYSTERESIS)
        ? Optional.of(new Verdict.Over(taken.atMs()))
        : Optional.empty();
  }

  private static Verdict holds(
      TakenEvent taken, Trend trend, double limitPct, String what, String unit) {
    String explanation =
        String.format(
            Locale.ROOT,
            "%s %.0f %% of its usual %.1f %s, in %d tests in a row.",
            what,
            trend.lastPct(),
            trend.baseline(),
            unit,
            Trend.IN_A_ROW);
    return new Verdict.Holds(taken.atMs(), trend.lastPct(), Verdict.builtIn(limitPct), explanation);
  }
}
