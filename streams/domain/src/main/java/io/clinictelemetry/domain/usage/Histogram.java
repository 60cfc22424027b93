package io.clinictelemetry.domain.usage;

import java.util.Arrays;

/**
 * How long a quantity had which values, in buckets of one fixed width: those of two histograms can
 * be added, and the order in which values come changes nothing. Mutable.
 *
 * <p>Only buckets that hold something take memory. Values beyond the outermost buckets count in
 * those.
 */
public final class Histogram {

  /** Farthest bucket from 0, either way: 100 kPa of 500 Pa, or 1 mA of 5 uA. */
  private static final int FARTHEST = 200;

  private final int width;
  private int[] buckets = new int[8];
  private long[] durationsMs = new long[8];
  private int size;

  /**
   * An empty one.
   *
   * @param width of a bucket, in the unit of the values
   */
  public Histogram(int width) {
    this.width = width;
  }

  /** The value was held for so long, ms. */
  public void add(long value, long lastingMs) {
    long bucket = Math.floorDiv(value, (long) width);
    addTo((int) Math.max(-FARTHEST, Math.min(FARTHEST, bucket)), lastingMs);
  }

  /** A bucket was held for so long, ms. */
  public void addTo(int bucket, long lastingMs) {
    int at = Arrays.binarySearch(buckets, 0, size, bucket);
    if (at < 0) {
      at = -at - 1;
      insert(at, bucket);
    }
    durationsMs[at] += lastingMs;
  }

  private void insert(int at, int bucket) {
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, 2 * size);
      durationsMs = Arrays.copyOf(durationsMs, 2 * size);
    }
    for (int i = size; i > at; i--) {
      buckets[i] = buckets[i - 1];
      durationsMs[i] = durationsMs[i - 1];
    }
    buckets[at] = bucket;
    durationsMs[at] = 0;
    size++;
  }

  /**
   * The value below which the quantity was for such a share of the time: the middle of the bucket
   * that it falls into, in the unit of the values. 0 when nothing was added.
   *
   * @param percent 1 to 100
   */
  public long percentile(int percent) {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += durationsMs[i];
    }
    long rank = (total * percent + 99) / 100;
    long below = 0;
    for (int i = 0; i < size; i++) {
      below += durationsMs[i];
      if (below >= rank) {
        return startOf(i) + width / 2;
      }
    }
    return 0;
  }

  /** Width of a bucket, in the unit of the values. */
  public int width() {
    return width;
  }

  /** Number of buckets that hold something. */
  public int size() {
    return size;
  }

  /** Number of the i-th bucket that holds something, in rising order: its start over the width. */
  public int bucket(int i) {
    return buckets[i];
  }

  /** Start of the i-th bucket that holds something, in the unit of the values. */
  public long startOf(int i) {
    return (long) buckets[i] * width;
  }

  /** How long the i-th bucket that holds something was held, ms. */
  public long durationMs(int i) {
    return durationsMs[i];
  }
}
