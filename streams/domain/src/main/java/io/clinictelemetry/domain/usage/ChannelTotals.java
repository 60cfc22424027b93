package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.Modality;

/**
 * Smallest, largest and summed value of one channel and its distribution, as integers: Pa of
 * suction or uA of mean absolute current. Mutable.
 *
 * <p>Each sample counts with its whole interval. Where samples overlap, the time that the sum
 * covers is therefore longer than the time itself; {@link #sumOver} puts that right.
 */
public final class ChannelTotals {

  private static final int PA_PER_BUCKET = 500;
  private static final int UA_PER_BUCKET = 5;

  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private long sumUnitMs;
  private long durationMs;
  private final Histogram histogram;

  /** Nothing added. */
  public ChannelTotals(Modality modality) {
    histogram =
        new Histogram(modality == Modality.MICRODERMABRASION ? PA_PER_BUCKET : UA_PER_BUCKET);
  }

  /** As remembered; min and max only mean something when the duration is above 0. */
  public ChannelTotals(long min, long max, long sumUnitMs, long durationMs, Histogram histogram) {
    this.min = min;
    this.max = max;
    this.sumUnitMs = sumUnitMs;
    this.durationMs = durationMs;
    this.histogram = histogram;
  }

  void add(long value, long lastingMs) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sumUnitMs += value * lastingMs;
    durationMs += lastingMs;
    histogram.add(value, lastingMs);
  }

  /** Smallest value. */
  public long min() {
    return min;
  }

  /** Largest value. */
  public long max() {
    return max;
  }

  /** Sum of value times time over all samples, in the channel's unit times ms. */
  public long sumUnitMs() {
    return sumUnitMs;
  }

  /** Time that the sum covers, ms. */
  public long durationMs() {
    return durationMs;
  }

  /**
   * The dose: the mean value times the time for which it was given, in the channel's unit times ms.
   * Where no samples overlap, that is the sum.
   *
   * @param treatingMs the time with treatment, ms, in which each millisecond counts once
   */
  public long sumOver(long treatingMs) {
    return treatingMs == durationMs
        ? sumUnitMs
        : Math.round((double) sumUnitMs / durationMs * treatingMs);
  }

  /** The mean value, in the channel's unit, rounded; only when the duration is above 0. */
  public long mean() {
    return Math.floorDiv(2 * sumUnitMs + durationMs, 2 * durationMs);
  }

  /**
   * A percentile, in the channel's unit, as exact as the buckets are; only when the duration is
   * above 0.
   */
  public long percentile(int percent) {
    return Math.max(min, Math.min(max, histogram.percentile(percent)));
  }

  /** How long it had which values. */
  public Histogram histogram() {
    return histogram;
  }
}
