package io.clinictelemetry.domain.rules;

/**
 * One limit as a condition needs it.
 *
 * @param limit the value beyond which a sample breaches
 * @param side on which side of the limit a breach lies
 * @param hysteresis by which share of the limit a value must be back, until it counts as back
 * @param onDelayMs how long samples must breach until the condition begins, ms
 * @param onDelaySamples how many samples must breach until the condition begins
 */
public record Threshold(
    double limit, Side side, double hysteresis, long onDelayMs, int onDelaySamples) {

  /** Where a breach lies. */
  public enum Side {
    /** Above the limit; at the limit it does not. */
    ABOVE,
    /** At the limit or above it: for times, which are reached rather than exceeded. */
    AT_LEAST,
    /** Below the limit; at the limit it does not. */
    BELOW;

    /** The value of the two that lies further on this side. */
    public double further(double one, double other) {
      return this == BELOW ? Math.min(one, other) : Math.max(one, other);
    }
  }

  /** The same limit, for one sample that is beyond it. */
  Threshold withoutDelay() {
    return new Threshold(limit, side, hysteresis, 0, 1);
  }

  /** From here on a sample is back in range; between it and the limit nothing changes. */
  double resetLevel() {
    return side == Side.BELOW ? limit * (1 + hysteresis) : limit * (1 - hysteresis);
  }

  /** Whether a value lies beyond the limit. */
  boolean exceededBy(double value) {
    return switch (side) {
      case ABOVE -> above(value, limit);
      case AT_LEAST -> !above(limit, value);
      case BELOW -> above(limit, value);
    };
  }

  /** Whether a value is back in range. */
  boolean resetBy(double value) {
    return side == Side.BELOW ? !above(resetLevel(), value) : !above(value, resetLevel());
  }

  /** The value of the two that lies further beyond the limit. */
  double further(double one, double other) {
    return side.further(one, other);
  }

  /**
   * Devices send single precision. Compared with more, a reading of 28.7 would lie above a limit of
   * 28.7, because the two are rounded differently.
   */
  private static boolean above(double value, double level) {
    return (float) value > (float) level;
  }
}
