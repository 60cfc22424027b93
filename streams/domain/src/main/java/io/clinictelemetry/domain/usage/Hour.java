package io.clinictelemetry.domain.usage;

/**
 * One hour of a clinic's own clock. Where the clock shifts, or the clinic changes its time zone, it
 * is shorter than 60 minutes.
 *
 * @param startMs start, ms since 1970 UTC
 * @param endMs end, ms since 1970 UTC
 */
public record Hour(long startMs, long endMs) {}
