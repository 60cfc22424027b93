/**
 * The demo: the whole pipeline with a simulated fleet on one machine, checked against what the
 * fleet really did.
 *
 * <p>Promise: every number of the report is read back from where the pipeline put it, never from
 * the code that put it there; and whatever way the demo ends, nothing of it is left running.
 */
package io.clinictelemetry.standalone.demo;
