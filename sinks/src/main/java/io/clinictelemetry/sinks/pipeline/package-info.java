/**
 * Watches the pipeline from outside: its telemetry as it comes, and whether its ticks go on.
 *
 * <p>Promise: a pipeline that no longer sees is noticed, whatever the reason.
 */
package io.clinictelemetry.sinks.pipeline;
