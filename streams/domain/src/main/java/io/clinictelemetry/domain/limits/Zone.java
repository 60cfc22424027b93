package io.clinictelemetry.domain.limits;

/**
 * The part of the body under treatment. The factor scales the soft limits of suction; all factors
 * are engineering defaults.
 */
public enum Zone {
  /** The face without eyes and lips. */
  FACE(1.0),
  /** The neck. */
  NECK(0.6),
  /** Neckline and upper chest. */
  DECOLLETE(0.7),
  /** Around the eyes; never the lids. */
  PERIORBITAL(0.4),
  /** The lips and their surroundings. */
  LIP(0.4),
  /** Any other part. */
  BODY(1.2);

  private final double softFactor;

  Zone(double softFactor) {
    this.softFactor = softFactor;
  }

  /** What the soft suction limits are multiplied by. */
  public double softFactor() {
    return softFactor;
  }
}
