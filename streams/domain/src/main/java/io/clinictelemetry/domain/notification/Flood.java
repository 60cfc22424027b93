package io.clinictelemetry.domain.notification;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whether alerts come faster than a person can follow: a flood begins with more than {@value
 * #BEGINS_ABOVE} openings within 10 minutes and ends with fewer than {@value #ENDS_BELOW} (EEMUA
 * 191 as quoted in public repositories). Openings are counted in bins, so that those of one bin may
 * come in any order. Mutable; one for each clinic.
 */
public final class Flood {

  /** More openings than this within {@link #WINDOW_MS} begin a flood. */
  public static final int BEGINS_ABOVE = 10;

  /** Fewer openings than this within {@link #WINDOW_MS} end it. */
  public static final int ENDS_BELOW = 5;

  /** The window in which openings are counted, ms. */
  public static final long WINDOW_MS = 600_000;

  /** Length of a bin, ms. */
  public static final long BIN_MS = 10_000;

  private final TreeMap<Long, Map<String, Integer>> bins = new TreeMap<>();
  private boolean on;

  /** No opening so far. */
  public Flood() {}

  /**
   * As remembered.
   *
   * @param bins openings by rule, by the beginning of their bin, ms since 1970 UTC
   * @param on whether there is a flood
   */
  public Flood(Map<Long, Map<String, Integer>> bins, boolean on) {
    bins.forEach((begin, counts) -> this.bins.put(begin, new TreeMap<>(counts)));
    this.on = on;
  }

  /** Takes note of an opening at a time of the log clock, ms since 1970 UTC. */
  void opened(String rule, long atMs) {
    bins.computeIfAbsent(Math.floorDiv(atMs, BIN_MS) * BIN_MS, b -> new TreeMap<>())
        .merge(rule, 1, Integer::sum);
    bins.headMap(bins.lastKey() - 2 * WINDOW_MS).clear();
    on |= count(atMs, null) > BEGINS_ABOVE;
  }

  /** Whether the latest openings of one rule alone make a flood. */
  boolean isOnWith(String rule) {
    return !bins.isEmpty() && count(bins.lastKey(), rule) > BEGINS_ABOVE;
  }

  /** Time has passed; openings may be ahead of it, for their clock is another. */
  void at(long nowMs) {
    if (bins.isEmpty()) {
      return;
    }
    long atMs = Math.max(nowMs, bins.lastKey());
    on &= count(atMs, null) >= ENDS_BELOW;
    bins.headMap(atMs - WINDOW_MS).clear();
  }

  /** Whether there is a flood. */
  public boolean isOn() {
    return on;
  }

  /** Openings by rule, by the beginning of their bin, ms since 1970 UTC. */
  public Map<Long, Map<String, Integer>> bins() {
    return bins;
  }

  private int count(long atMs, String rule) {
    return bins.subMap(atMs - WINDOW_MS, false, atMs + BIN_MS, false).values().stream()
        .flatMap(counts -> counts.entrySet().stream())
        .filter(entry -> rule == null || rule.equals(entry.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
