/**
 * Bytes to records and back, through the schema registry.
 *
 * <p>Promise: the bytes are those of Confluent's own Avro serializer ({@code 0x00}, schema id as
 * four bytes big-endian, Avro binary), the configuration names are Confluent's, and each failure is
 * one of two types: {@link io.clinictelemetry.contracts.serde.UnreadableRecordException} when the
 * record is at fault, {@link io.clinictelemetry.contracts.serde.RegistryException} when the
 * registry is.
 */
package io.clinictelemetry.contracts.serde;
