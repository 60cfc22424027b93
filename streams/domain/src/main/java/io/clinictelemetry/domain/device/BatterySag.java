package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limit;
import java.util.Locale;
import java.util.Optional;

/**
 * The battery is below its limit, until it is {@value #BACK_BY_PCT} points above it: what the
 * output then lacks is no fault of electrodes or contact.
 */
final class BatterySag {

  /** Engineering default. */
  static final double BACK_BY_PCT = 5;

  private BatterySag() {}

  static Optional<Verdict> judge(TakenEvent taken, Heartbeat heartbeat, Limit limit) {
    if (heartbeat.batteryPct().isEmpty()) {
      return Optional.empty();
    }
    double pct = heartbeat.batteryPct().getAsDouble();
    if (pct < limit.value()) {
      String explanation =
          String.format(
              Locale.ROOT,
              "The battery is at %.1f %%, below the limit of %.1f %%.",
              pct,
              limit.value());
      return Optional.of(new Verdict.Holds(taken.atMs(), pct, limit, explanation));
    }
    return pct >= limit.value() + BACK_BY_PCT
        ? Optional.of(new Verdict.Over(taken.atMs()))
        : Optional.empty();
  }
}
