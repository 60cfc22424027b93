package io.clinictelemetry.domain.usage;

/**
 * What usage needs to know of a clinic. Each part changes from some instant on and leaves the past
 * as it was.
 *
 * @param clock the clock on its wall
 * @param openingHours when it is open by that clock
 * @param prices what its treatments cost
 */
public record ClinicCalendar(ClinicClock clock, OpeningHours openingHours, Prices prices) {}
