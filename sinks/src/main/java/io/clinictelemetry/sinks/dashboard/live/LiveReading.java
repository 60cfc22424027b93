package io.clinictelemetry.sinks.dashboard.live;

import java.time.Instant;

/**
 * The good samples of one channel of one device over about a second.
 *
 * @param channel name and unit: vacuum_kpa or current_ua
 * @param unit UCUM unit
 * @param at the broker's append time of the latest frame: the trusted clock
 * @param setPoint what was set, in unit; null where it is not known
 * @param treating whether the latest sample had contact (suction) or current
 */
public record LiveReading(
    String channel,
    String unit,
    Instant at,
    double last,
    double min,
    double max,
    Double setPoint,
    boolean treating) {

  /** This reading and an earlier one that nobody has been told of yet. */
  LiveReading after(LiveReading earlier) {
    return new LiveReading(
        channel,
        unit,
        at,
        last,
        Math.min(min, earlier.min),
        Math.max(max, earlier.max),
        setPoint,
        treating);
  }
}
