package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.Limits;

/**
 * One upper limit as a condition needs it.
 *
 * @param limit the value above which a sample breaches
 * @param onDelayMs how long samples must breach until the condition begins, ms
 * @param onDelaySamples how many samples must breach until the condition begins
 */
public record Threshold(double limit, long onDelayMs, int onDelaySamples) {

  /** At or below it a sample is back in range; between it and the limit nothing changes. */
  double resetLevel() {
    return limit * (1 - Limits.HYSTERESIS);
  }

  /** Whether a value lies above the limit; at the limit it does not. */
  boolean exceededBy(double value) {
    return above(value, limit);
  }

  /** Whether a value is back in range. */
  boolean resetBy(double value) {
    return !above(value, resetLevel());
  }

  /**
   * Devices send single precision. Compared with more, a reading of 28.7 would lie above a limit of
   * 28.7, because the two are rounded differently.
   */
  private static boolean above(double value, double level) {
    return (float) value > (float) level;
  }
}
