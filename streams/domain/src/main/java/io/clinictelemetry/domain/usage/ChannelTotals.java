package io.clinictelemetry.domain.usage;

/** Smallest, largest and summed value of one channel, as integers. Mutable. */
public final class ChannelTotals {

  private long min;
  private long max;
  private long sumUnitMs;
  private long durationMs;

  /** Nothing added. */
  public ChannelTotals() {
    this(Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);
  }

  /** As remembered; min and max only mean something when the duration is above 0. */
  public ChannelTotals(long min, long max, long sumUnitMs, long durationMs) {
    this.min = min;
    this.max = max;
    this.sumUnitMs = sumUnitMs;
    this.durationMs = durationMs;
  }

  void add(long value, long lastingMs) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sumUnitMs += value * lastingMs;
    durationMs += lastingMs;
  }

  /** Smallest value. */
  public long min() {
    return min;
  }

  /** Largest value. */
  public long max() {
    return max;
  }

  /** Sum of value times time, in the channel's unit times ms. */
  public long sumUnitMs() {
    return sumUnitMs;
  }

  /** Time that the sum covers, ms. */
  public long durationMs() {
    return durationMs;
  }
}
