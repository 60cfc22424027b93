package io.clinictelemetry.domain.limits;

import java.util.Arrays;

/** The limits of one device as they follow each other. */
final class LimitsTimeline implements LimitsInForce {

  private final long[] fromMs;
  private final Limits[] limits;

  /**
   * @param fromMs ascending, ms since 1970 UTC; the first is {@link Long#MIN_VALUE}
   * @param limits those in force from each moment on
   */
  LimitsTimeline(long[] fromMs, Limits[] limits) {
    this.fromMs = fromMs;
    this.limits = limits;
  }

  @Override
  public Limits at(long atMs) {
    int found = Arrays.binarySearch(fromMs, atMs);
    return limits[found >= 0 ? found : -found - 2];
  }
}
