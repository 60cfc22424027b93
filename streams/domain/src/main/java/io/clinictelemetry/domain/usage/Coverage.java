package io.clinictelemetry.domain.usage;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * Stretches of time as a set, so that the order in which they come changes nothing. Mutable.
 *
 * <p>One with more holes than can be remembered has its earliest ones forgotten: they count neither
 * in its length nor again, whatever comes to fill them later.
 */
public final class Coverage {

  /**
   * How many stretches are remembered: two hours of frames of which every other one is lost.
   * Engineering default.
   */
  public static final int MAX_STRETCHES = 4_096;

  /** A stretch {@code [from, to)}, ms. */
  public record Stretch(long from, long to) {

    /** How long it is, ms. */
    public long lengthMs() {
      return to - from;
    }
  }

  private final long linkMs;
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private int size;
  private long forgottenMs;

  /** Nothing covered; stretches that touch are one. */
  public Coverage() {
    this(0);
  }

  /** Nothing covered; stretches that lie so close together, ms, are one with what lies between. */
  public Coverage(long linkMs) {
    this.linkMs = linkMs;
  }

  /** As remembered: sorted, disjoint and not touching. */
  public Coverage(long linkMs, List<Stretch> stretches, long forgottenMs) {
    this.linkMs = linkMs;
    this.forgottenMs = forgottenMs;
    grow(stretches.size());
    for (Stretch stretch : stretches) {
      starts[size] = stretch.from();
      ends[size++] = stretch.to();
    }
  }

  /** Covers {@code [from, to)}. An instant, with {@code from = to}, covers nothing but can link. */
  public void add(long from, long to) {
    if (from == to && linkMs == 0) {
      return;
    }
    int first = firstEndingFrom(from - linkMs);
    int behind = first;
    long start = from;
    long end = to;
    while (behind < size && starts[behind] <= to + linkMs) {
      start = Math.min(start, starts[behind]);
      end = Math.max(end, ends[behind++]);
    }
    replace(first, behind, start, end);
    if (size > MAX_STRETCHES) {
      forgottenMs += starts[1] - ends[0];
      replace(0, 2, starts[0], ends[1]);
    }
  }

  /** Covers all that the other covers. */
  public void addAll(Coverage other) {
    for (int i = 0; i < other.size; i++) {
      add(other.starts[i], other.ends[i]);
    }
  }

  /** Index of the first stretch that ends at or after the instant; mostly the last one or none. */
  private int firstEndingFrom(long at) {
    if (size == 0 || ends[size - 1] < at) {
      return size;
    }
    if (size == 1 || ends[size - 2] < at) {
      return size - 1;
    }
    int found = Arrays.binarySearch(ends, 0, size, at);
    return found >= 0 ? found : -found - 1;
  }

  /** Puts one stretch in the place of those from {@code first} to before {@code behind}. */
  private void replace(int first, int behind, long start, long end) {
    int change = 1 - (behind - first);
    grow(size + change);
    if (change > 0) {
      for (int i = size - 1; i >= behind; i--) {
        move(i, i + change);
      }
    } else if (change < 0) {
      for (int i = behind; i < size; i++) {
        move(i, i + change);
      }
    }
    starts[first] = start;
    ends[first] = end;
    size += change;
  }

  private void move(int from, int to) {
    starts[to] = starts[from];
    ends[to] = ends[from];
  }

  private void grow(int needed) {
    if (needed > starts.length) {
      int length = Math.max(needed, 2 * starts.length);
      starts = Arrays.copyOf(starts, length);
      ends = Arrays.copyOf(ends, length);
    }
  }

  /** How much is covered, ms. */
  public long lengthMs() {
    return lengthWithin(Long.MIN_VALUE, Long.MAX_VALUE) - forgottenMs;
  }

  /** How much of {@code [from, to)} is covered, ms. */
  public long lengthWithin(long from, long to) {
    long length = 0;
    for (int i = firstEndingFrom(from); i < size && starts[i] < to; i++) {
      length += Math.min(to, ends[i]) - Math.max(from, starts[i]);
    }
    return length;
  }

  /** How much of this the other does not cover, ms. */
  public long lengthOutside(Coverage other) {
    long length = lengthMs();
    for (int i = 0; i < size; i++) {
      length -= other.lengthWithin(starts[i], ends[i]);
    }
    return Math.max(0, length);
  }

  /** What the other does not cover of this. */
  Coverage outside(Coverage other) {
    Coverage rest = new Coverage();
    for (int i = 0; i < size; i++) {
      long from = starts[i];
      for (int j = other.firstEndingFrom(from); j < other.size && other.starts[j] < ends[i]; j++) {
        if (from < other.starts[j]) {
          rest.add(from, other.starts[j]);
        }
        from = Math.max(from, other.ends[j]);
      }
      if (from < ends[i]) {
        rest.add(from, ends[i]);
      }
    }
    return rest;
  }

  /** The longest time between two stretches, ms; 0 where there are not two. */
  public long longestHoleMs() {
    long longest = 0;
    for (int i = 1; i < size; i++) {
      longest = Math.max(longest, starts[i] - ends[i - 1]);
    }
    return longest;
  }

  /** The stretches, sorted, disjoint and not touching: a view. */
  public List<Stretch> stretches() {
    return new AbstractList<>() {
      @Override
      public Stretch get(int i) {
        return new Stretch(starts[i], ends[i]);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** Whether nothing is covered, not even an instant. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** First covered instant, ms; 0 when nothing is covered. */
  public long startMs() {
    return size == 0 ? 0 : starts[0];
  }

  /** Last covered instant, ms; 0 when nothing is covered. */
  public long endMs() {
    return size == 0 ? 0 : ends[size - 1];
  }

  /** How close stretches lie that are one, ms. */
  public long linkMs() {
    return linkMs;
  }

  /** Length of the holes that were forgotten, ms. */
  public long forgottenMs() {
    return forgottenMs;
  }
}
