/**
 * The JSON API under {@code /api/v1}.
 *
 * <p>Promise: names are snake_case with their units, instants are ISO-8601 UTC, every list is
 * bounded, and a request that cannot be served says which parameter is wrong.
 */
package io.clinictelemetry.sinks.dashboard.api;
