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
}
