package io.clinictelemetry.domain.usage;

/**
 * One hour or day of a clinic's own clock. Where the clock shifts, an hour is shorter than 60
 * minutes and a day shorter or longer than 24 hours; where the clinic changes its time zone, both
 * are cut.
 *
 * @param startMs start, ms since 1970 UTC
 * @param endMs end, ms since 1970 UTC
 */
public record Window(long startMs, long endMs) {}
