package io.clinictelemetry.domain.usage;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one device did in one day of its clinic's clock: the totals of its hours. Mutable; owned by
 * the usage state.
 */
public final class DayAccount {

  private final WindowOf window;
  private final TreeMap<Long, UsageTotals> hours;

  /** A day of which no hour is known yet. */
  public DayAccount(WindowOf window) {
    this(window, new TreeMap<>());
  }

  /** As remembered. */
  public DayAccount(WindowOf window, SortedMap<Long, UsageTotals> hours) {
    this.window = window;
    this.hours = new TreeMap<>(hours);
  }

  /**
   * An hour of the day has these totals now.
   *
   * @param hourStartMs start of the hour, ms since 1970 UTC
   */
  void put(long hourStartMs, UsageTotals totals) {
    hours.put(hourStartMs, totals);
  }

  /** The totals of the day. */
  public UsageTotals totals() {
    return hours.values().stream().reduce(UsageTotals.NONE, UsageTotals::then);
  }

  /** The totals of one hour; none when it has none. */
  public UsageTotals totalsOf(long hourStartMs) {
    return hours.getOrDefault(hourStartMs, UsageTotals.NONE);
  }

  /** The day, and the device and clinic. */
  public WindowOf window() {
    return window;
  }

  /** The totals of each hour, by its start, ms since 1970 UTC. */
  public Map<Long, UsageTotals> hours() {
    return hours;
  }
}
