package io.clinictelemetry.sinks.dashboard.api;

import java.time.Instant;

/**
 * One row of {@code alert_load}, with the clinic's name and time zone; what the numbers mean is
 * said there.
 *
 * @param stale null while it is not known
 * @param acknowledgeBoundsMs JSON array
 * @param acknowledgeCounts JSON array
 * @param topSources JSON array
 */
public record LoadRow(
    String clinicId,
    String clinicName,
    String zoneId,
    Instant hourStart,
    Instant toldAt,
    long alerts,
    long high,
    long medium,
    long low,
    long treatment,
    long technical,
    long late,
    long shelved,
    long announced,
    long chattering,
    long acknowledged,
    long leftUnacknowledged,
    long waiting,
    long active,
    Long stale,
    String acknowledgeBoundsMs,
    String acknowledgeCounts,
    long sources,
    String topSources,
    long otherSourceAlerts,
    long floodMs,
    long floodsBegun) {}
