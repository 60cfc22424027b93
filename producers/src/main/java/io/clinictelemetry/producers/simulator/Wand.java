package io.clinictelemetry.producers.simulator;

/** How vacuum forms and falls at the wand, and how a hand moves it. */
final class Wand {

  private static final double RIPPLE = 0.04;
  private static final double RELEASE_TAU_S = 0.1;

  private final Dice dice;
  private final double riseTauS;

  Wand(Dice dice) {
    this.dice = dice;
    this.riseTauS = dice.between(0.2, 0.4);
  }

  /** Vacuum at the next sample while it forms on the skin, kPa. */
  double formed(double beforeKpa, double targetKpa) {
    return towards(beforeKpa, targetKpa, riseTauS);
  }

  /** Vacuum at the next sample while it falls in free air, kPa. */
  double released(double beforeKpa, double targetKpa) {
    return towards(beforeKpa, targetKpa, RELEASE_TAU_S);
  }

  private static double towards(double before, double target, double tauS) {
    return before + (target - before) * (1 - Math.exp(-1.0 / Treatment.PER_SECOND / tauS));
  }

  /** The pump's ripple, as a factor. */
  double ripple() {
    return dice.about(RIPPLE);
  }

  double about(double share) {
    return dice.about(share);
  }

  double between(double min, double max) {
    return dice.between(min, max);
  }

  /** Speed of a stroke on the skin, mm/s. */
  double stroke() {
    return dice.between(15.0, 40.0);
  }

  /** Speed of a swing in the air, mm/s. */
  double swing() {
    return dice.between(60.0, 120.0);
  }

  /** Speed of a hand that rests, mm/s: tremor. */
  double rest() {
    return dice.between(0.0, 0.5);
  }

  /** Duty cycle of a healthy pump, %. */
  double duty(boolean contact, double setKpa) {
    return (contact ? 25 + setKpa : 30) * dice.about(0.05);
  }
}
