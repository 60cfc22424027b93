/**
 * The usage application: telemetry in; session summaries, hourly usage and rollups for charts out.
 *
 * <p>Promise: each reading counts once, in the hour of the clinic's own clock in which it was
 * taken; a correction is a higher revision, never a second count.
 */
package io.clinictelemetry.streams.usage;
