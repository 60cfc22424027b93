/**
 * What both applications share: reading telemetry in each device's order, on the log clock, with
 * every record accounted for.
 *
 * <p>Promise: no record stops the processing or vanishes; whatever is decided is a function of the
 * partition's log.
 */
package io.clinictelemetry.streams.shared;
