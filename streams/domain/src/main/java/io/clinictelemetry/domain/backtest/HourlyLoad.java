package io.clinictelemetry.domain.backtest;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many alerts a clinic has to expect in an hour.
 *
 * @param alerts all of the period
 * @param perHour their mean number in an hour of the period
 * @param busiest the largest number in one hour of UTC
 * @param busiestFromMs when that hour began, ms since 1970 UTC
 */
public record HourlyLoad(int alerts, double perHour, int busiest, long busiestFromMs) {

  private static final long HOUR_MS = 3_600_000;

  /** Of a clinic without an alert. */
  public static final HourlyLoad NONE = new HourlyLoad(0, 0, 0, 0);

  /**
   * The load of each clinic, by its id; one without an alert is left out.
   *
   * @param alerts of the period
   * @param periodMs length of the period, ms
   */
  public static Map<String, HourlyLoad> byClinic(Collection<JudgedAlert> alerts, long periodMs) {
    Map<String, Map<Long, Integer>> hours = new TreeMap<>();
    for (JudgedAlert alert : alerts) {
      hours
          .computeIfAbsent(alert.clinicId(), c -> new HashMap<>())
          .merge(Math.floorDiv(alert.startedAtMs(), HOUR_MS) * HOUR_MS, 1, Integer::sum);
    }
    Map<String, HourlyLoad> loads = new TreeMap<>();
    hours.forEach((clinic, counts) -> loads.put(clinic, of(counts, periodMs)));
    return loads;
  }

  private static HourlyLoad of(Map<Long, Integer> counts, long periodMs) {
    int all = 0;
    int busiest = 0;
    long busiestFromMs = 0;
    for (Map.Entry<Long, Integer> hour : new TreeMap<>(counts).entrySet()) {
      all += hour.getValue();
      if (hour.getValue() > busiest) {
        busiest = hour.getValue();
        busiestFromMs = hour.getKey();
      }
    }
    return new HourlyLoad(all, (double) all * HOUR_MS / periodMs, busiest, busiestFromMs);
  }
}
