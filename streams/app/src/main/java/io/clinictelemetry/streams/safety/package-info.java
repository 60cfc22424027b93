/**
 * The safety application: telemetry in, alerts out.
 *
 * <p>Promise: each alert once, whatever crashes; detection is a function of the partition's log,
 * the inventory and the policies.
 */
package io.clinictelemetry.streams.safety;
