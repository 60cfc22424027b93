package io.clinictelemetry.producers.simulator;

/**
 * A time in which a clinic's gateway has no connection.
 *
 * @param clinicId the clinic
 * @param fromMs when it begins, ms since the fleet's origin
 * @param untilMs when it ends, ms since the fleet's origin
 */
record Outage(String clinicId, long fromMs, long untilMs) {}
