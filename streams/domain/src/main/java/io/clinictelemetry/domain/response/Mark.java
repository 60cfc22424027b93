package io.clinictelemetry.domain.response;

/**
 * What a person did.
 *
 * @param by who
 * @param atMs log clock, ms since 1970 UTC
 * @param why the reason that was given
 */
public record Mark(String by, long atMs, String why) {}
