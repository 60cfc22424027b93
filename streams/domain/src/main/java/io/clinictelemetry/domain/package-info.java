/**
 * What the pipeline exists for, in plain Java: intake, limits, rules, episodes and usage.
 *
 * <p>Promise: no Kafka, no Avro, no I/O and no system clock; what goes in decides what comes out.
 */
package io.clinictelemetry.domain;
