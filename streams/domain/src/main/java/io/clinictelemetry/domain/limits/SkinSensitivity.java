package io.clinictelemetry.domain.limits;

/** The skin's sensitivity as the operator entered it. The factor is an engineering default. */
public enum SkinSensitivity {
  /** No reason for lower limits. */
  NORMAL(1.0),
  /** Soft suction limits are lowered. */
  SENSITIVE(0.7);

  private final double softFactor;

  SkinSensitivity(double softFactor) {
    this.softFactor = softFactor;
  }

  /** What the soft suction limits are multiplied by. */
  public double softFactor() {
    return softFactor;
  }
}
