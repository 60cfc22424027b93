package io.clinictelemetry.domain.limits;

/**
 * The upper limits of one modality and class.
 *
 * @param policy scope and version that gave them, {@code scope#version}
 * @param modality what they apply to; suction limits are in kPa, current limits in uA
 * @param softHigh above it a person should look, before zone and skin factors
 * @param hardHigh above it a person must act, whatever the zone
 */
public record Limits(String policy, Modality modality, double softHigh, double hardHigh) {

  /**
   * Hysteresis: a condition ends below its limit by this share of the limit. Engineering default.
   */
  public static final double HYSTERESIS = 0.05;

  /**
   * Off-delay, ms: how long the value must stay below before the condition has ended. Engineering
   * default.
   */
  public static final long OFF_DELAY_MS = 2_000;

  public Limits {
    if (!(softHigh > 0) || !(hardHigh >= softHigh) || Double.isInfinite(hardHigh)) {
      throw new IllegalArgumentException(
          "policy "
              + policy
              + ": soft high "
              + softHigh
              + " and hard high "
              + hardHigh
              + "; the hard limit lies at or above the soft one, both above 0");
    }
  }

  /**
   * The soft limit where the treatment happens, to a thousandth. Zone and skin scale suction;
   * current is felt alike everywhere, so its limits stay.
   */
  public double softHigh(Zone zone, SkinSensitivity sensitivity) {
    return modality == Modality.MICRODERMABRASION
        ? Math.min(rounded(softHigh * zone.softFactor() * sensitivity.softFactor()), hardHigh)
        : softHigh;
  }

  /** People read the limit in alerts: 28.7, not 28.699999999999996. */
  private static double rounded(double limit) {
    return Math.round(limit * 1_000) / 1_000.0;
  }
}
