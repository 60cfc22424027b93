/**
 * The drill: known faults and, at the same time, controls that must stay silent, played through the
 * real pipeline.
 */
package io.clinictelemetry.standalone.drill;
