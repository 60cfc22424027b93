/**
 * From arrival to a device's events in their order: what is usable, what came before, what time it
 * was.
 *
 * <p>Promise: a function of one partition's log. Nothing here reads a clock; the log clock, which
 * is the largest append time so far, is handed in.
 */
package io.clinictelemetry.domain.intake;
