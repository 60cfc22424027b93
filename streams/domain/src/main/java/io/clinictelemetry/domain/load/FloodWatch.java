package io.clinictelemetry.domain.load;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watches one clinic for floods of alerts: a flood is on from the first stretch of 10 s that ends
 * 10 min with more than 10 alerts, until one that ends 10 min with fewer than 5 (ISA-18.2, EEMUA
 * 191).
 *
 * <p>It counts alerts that call for somebody in bins of 10 s and judges a bin once the log clock is
 * past it, when no more can come into it: the order in which they were told changes nothing. The 10
 * min are 60 whole bins. Mutable; owned by the state of the clinic.
 */
public final class FloodWatch {

  /** Length of a bin, ms. Engineering default. */
  public static final long BIN_MS = Duration.ofSeconds(10).toMillis();

  /** Nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /** More alerts than these in 10 min are a flood (EEMUA 191). */
  static final int BEGINS_ABOVE = 10;

  /** It is over when there are fewer than these in 10 min (ISA-18.2). */
  static final int ENDS_BELOW = 5;

  static final int WINDOW_BINS = 60;

  private final TreeMap<Long, Integer> openings;
  private boolean flooding;
  private long nextBin;

  /**
   * A part of a flood.
   *
   * @param ms how long, ms
   * @param begun 1 when it began there
   */
  public record Flooded(long ms, int begun) {
    private Flooded plus(Flooded other) {
      return new Flooded(ms + other.ms, begun + other.begun);
    }
  }

  /** A clinic of which nothing was heard. */
  public FloodWatch() {
    this(new TreeMap<>(), false, 0);
  }

  /**
   * As remembered.
   *
   * @param openings alerts by number of the bin, counted from 1970 UTC
   * @param flooding whether a flood was on in the last bin that was judged
   * @param nextBin the first bin that was not
   */
  public FloodWatch(SortedMap<Long, Integer> openings, boolean flooding, long nextBin) {
    this.openings = new TreeMap<>(openings);
    this.flooding = flooding;
    this.nextBin = nextBin;
  }

  /** An alert that calls for somebody opened, ms since 1970 UTC. */
  public void opened(long atMs) {
    openings.merge(Math.floorDiv(atMs, BIN_MS), 1, Integer::sum);
  }

  /**
   * Judges what is known now.
   *
   * @param beforeMs all that happened before then was told, ms since 1970 UTC
   * @return what was flooded, by the start of the hour, ms since 1970 UTC
   */
  public SortedMap<Long, Flooded> judge(long beforeMs) {
    SortedMap<Long, Flooded> hours = new TreeMap<>();
    long end = Math.floorDiv(beforeMs, BIN_MS);
    long bin = nextBin;
    while (bin < end) {
      int within = within(bin);
      if (within == 0 && !flooding) {
        Long next = openings.higherKey(bin);
        bin = next == null ? end : next;
        continue;
      }
      boolean before = flooding;
      flooding = flooding ? within >= ENDS_BELOW : within > BEGINS_ABOVE;
      if (flooding) {
        hours.merge(
            HourLoad.startMs(bin * BIN_MS), new Flooded(BIN_MS, before ? 0 : 1), Flooded::plus);
      }
      bin++;
    }
    nextBin = Math.max(nextBin, end);
    openings.headMap(nextBin - WINDOW_BINS + 1).clear();
    return hours;
  }

  /** Alerts in the bins up to this one that make 10 min. */
  private int within(long bin) {
    int sum = 0;
    for (int count : openings.subMap(bin - WINDOW_BINS + 1, bin + 1).values()) {
      sum += count;
    }
    return sum;
  }

  /** The log clock at which {@link #judge} has something to do, ms since 1970 UTC. */
  public long dueMs() {
    if (flooding) {
      return (nextBin + 1) * BIN_MS;
    }
    if (openings.isEmpty()) {
      return NEVER;
    }
    Long waits = openings.ceilingKey(nextBin);
    return (waits == null ? openings.lastKey() + WINDOW_BINS : waits + 1) * BIN_MS;
  }

  /** Whether there is nothing to remember. */
  public boolean isForgotten() {
    return openings.isEmpty() && !flooding;
  }

  /** Alerts by number of the bin, counted from 1970 UTC. */
  public SortedMap<Long, Integer> openings() {
    return Collections.unmodifiableSortedMap(openings);
  }

  /** Whether a flood was on in the last bin that was judged. */
  public boolean flooding() {
    return flooding;
  }

  /** The first bin that was not judged. */
  public long nextBin() {
    return nextBin;
  }
}
