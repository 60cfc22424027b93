/**
 * What happens when a server breaks, shown with real servers, components as processes, and a fleet
 * that never stops.
 *
 * <p>Promise: each test shows first that the fault really happened, and then that nobody had to do
 * anything about it but mend what was broken.
 */
package io.clinictelemetry.standalone.faults;
