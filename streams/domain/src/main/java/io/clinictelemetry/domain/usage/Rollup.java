package io.clinictelemetry.domain.usage;

/**
 * Smallest, mean and largest good reading of one channel within a short window, for charts.
 * Mutable.
 */
public final class Rollup {

  /** Length of a window, ms. */
  public static final int WINDOW_MS = 10_000;

  private static final double STEPS_PER_UNIT = 1 << 20;

  private final long windowStartMs;
  private double min;
  private double max;
  private double sum;
  private int samples;
  private int revision;

  /** An empty window. */
  public Rollup(long windowStartMs) {
    this(windowStartMs, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, 0);
  }

  /** As remembered. */
  public Rollup(long windowStartMs, double min, double max, double sum, int samples, int revision) {
    this.windowStartMs = windowStartMs;
    this.min = min;
    this.max = max;
    this.sum = sum;
    this.samples = samples;
    this.revision = revision;
  }

  /** Start of the window that an instant falls into, ms since 1970 UTC. */
  public static long windowOf(long atMs) {
    return Math.floorDiv(atMs, WINDOW_MS) * WINDOW_MS;
  }

  /** Adds a good reading. */
  public void add(double value) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    // Steps of a power of two add up without rounding, so the order of arrival cannot change a
    // digit.
    sum += Math.rint(value * STEPS_PER_UNIT) / STEPS_PER_UNIT;
    samples++;
  }

  /** Start of the window, ms since 1970 UTC. */
  public long windowStartMs() {
    return windowStartMs;
  }

  /** Smallest reading. */
  public double min() {
    return min;
  }

  /** Mean reading; only when there are samples. */
  public double mean() {
    return sum / samples;
  }

  /** Sum of the readings. */
  public double sum() {
    return sum;
  }

  /** Largest reading. */
  public double max() {
    return max;
  }

  /** Number of readings. */
  public int samples() {
    return samples;
  }

  /** Counts one more publication; answers its number. */
  public int nextRevision() {
    return ++revision;
  }

  /** Number of publications. */
  public int revision() {
    return revision;
  }
}
