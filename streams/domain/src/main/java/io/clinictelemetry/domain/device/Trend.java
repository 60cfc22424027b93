package io.clinictelemetry.domain.device;

/**
 * How a measure develops against its own beginning. The baseline is the mean of the first {@link
 * #BASELINE} values; a trend is {@link #IN_A_ROW} values beyond their limit one after the other, so
 * that one odd value says nothing.
 *
 * @param counted values in the baseline so far
 * @param sum their sum
 * @param beyond how many of the latest values were beyond the limit in a row
 * @param lastPct latest value as a share of the baseline, %; 100 before there is one
 */
record Trend(int counted, double sum, int beyond, double lastPct) {

  /** Engineering default. */
  static final int BASELINE = 5;

  /** Engineering default. */
  static final int IN_A_ROW = 3;

  /** Nothing observed yet. */
  static final Trend NEW = new Trend(0, 0, 0, 100);

  /**
   * After another value, which must be above 0 to count.
   *
   * @param limitPct share of the baseline that is beyond the limit, from it on, %: above 100 for a
   *     measure that grows, below for one that falls
   */
  Trend next(double value, double limitPct) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return this;
    }
    if (counted < BASELINE) {
      return new Trend(counted + 1, sum + value, 0, 100);
    }
    double pct = value / baseline() * 100;
    boolean isBeyond = limitPct > 100 ? pct >= limitPct : pct <= limitPct;
    return new Trend(counted, sum, isBeyond ? Math.min(beyond + 1, IN_A_ROW) : 0, pct);
  }

  /** Mean of the first values, in their unit. */
  double baseline() {
    return sum / counted;
  }

  /** Whether it is one. */
  boolean holds() {
    return beyond >= IN_A_ROW;
  }

  /** Whether the latest value is back from the limit by the share. */
  boolean isBack(double limitPct, double hysteresis) {
    return limitPct > 100
        ? lastPct <= limitPct * (1 - hysteresis)
        : lastPct >= limitPct * (1 + hysteresis);
  }
}
