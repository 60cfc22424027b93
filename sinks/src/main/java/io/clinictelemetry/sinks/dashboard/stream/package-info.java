/**
 * The stream of server-sent events that feeds open pages.
 *
 * <p>Promise: an alert's change is never left out, also across a reconnect; readings may be, for
 * the next one follows; a client that does not read is let go and never held in memory.
 */
package io.clinictelemetry.sinks.dashboard.stream;
