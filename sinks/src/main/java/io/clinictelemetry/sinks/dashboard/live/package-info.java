/**
 * What the telemetry topic says now: each device's latest, and whether ticks come.
 *
 * <p>Promise: it is for looking at and holds one small record for each device; what must not be
 * missed comes from the database.
 */
package io.clinictelemetry.sinks.dashboard.live;
