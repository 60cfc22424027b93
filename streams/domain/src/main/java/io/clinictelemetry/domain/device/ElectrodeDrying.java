package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limits;
import java.util.Locale;
import java.util.Optional;

/**
 * The mean impedance of sessions is half as much again as it used to be: the electrodes dry.
 *
 * @param impedance mean of each session that had enough steady contact, kOhm
 * @param sumKohm sum over the steady samples of the present session, kOhm
 * @param samples how many they are
 * @param steadyMs how long they are, ms
 */
record ElectrodeDrying(Trend impedance, double sumKohm, int samples, long steadyMs) {

  /** Share of the baseline from which on electrodes count as dry, %. Engineering default. */
  static final double LIMIT_PCT = 150;

  /** A session counts from so much steady contact on, ms. Engineering default. */
  static final long ENOUGH_MS = 10_000;

  /** At a lower frequency the output cannot reach its current whatever the contact, Hz. */
  private static final double MIN_HZ = 10;

  /** Contact is steady while the current is this close to what is set. Engineering default. */
  private static final double STEADY_SHARE = 0.2;

  static final ElectrodeDrying NEW = new ElectrodeDrying(Trend.NEW, 0, 0, 0);

  /** After a frame of the present session. */
  ElectrodeDrying next(CurrentFrame frame) {
    if (!(frame.frequencyHz() >= MIN_HZ)) {
      return this;
    }
    double sum = sumKohm;
    int count = samples;
    for (int i = 0; i < frame.count(); i++) {
      double kohm = frame.impedanceKohm()[i];
      boolean steady =
          Math.abs(frame.currentUa()[i] - frame.setUa()) <= STEADY_SHARE * frame.setUa();
      if (frame.treating(i) && steady && kohm > 0 && !Double.isInfinite(kohm)) {
        sum += kohm;
        count++;
      }
    }
    long addedMs = (long) (count - samples) * frame.intervalMs();
    return new ElectrodeDrying(impedance, sum, count, steadyMs + addedMs);
  }

  /** After the session, which counts if it had enough of steady contact. */
  ElectrodeDrying sessionEnded() {
    Trend after = steadyMs < ENOUGH_MS ? impedance : impedance.next(sumKohm / samples, LIMIT_PCT);
    return new ElectrodeDrying(after, 0, 0, 0);
  }

  /** What the latest session says. */
  Optional<Verdict> judge(TakenEvent taken) {
    if (impedance.holds()) {
      String explanation =
          String.format(
              Locale.ROOT,
              "Impedance in contact is %.0f %% of its usual %.1f kOhm, in %d sessions in a row.",
              impedance.lastPct(),
              impedance.baseline(),
              Trend.IN_A_ROW);
      return Optional.of(
          new Verdict.Holds(
              taken.atMs(), impedance.lastPct(), Verdict.builtIn(LIMIT_PCT), explanation));
    }
    return impedance.isBack(LIMIT_PCT, Limits.HYSTERESIS)
        ? Optional.of(new Verdict.Over(taken.atMs()))
        : Optional.empty();
  }
}
