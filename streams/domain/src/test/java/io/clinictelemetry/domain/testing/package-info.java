/**
 * Short builders of readings and events, and a small harness for properties.
 *
 * <p>Promise: everything is made from a seed that a failure prints.
 */
package io.clinictelemetry.domain.testing;
