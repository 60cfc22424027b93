package io.clinictelemetry.domain.episodes;

/**
 * One transition of one alert.
 *
 * @param atMs log clock of the transition, ms since 1970 UTC
 * @param alert the alert after it
 */
public record AlertChange(long atMs, Alert alert) {}
