package io.clinictelemetry.streams.fuzz;

/**
 * One record for the telemetry topic.
 *
 * @param key its key, or null
 * @param value its value, or null
 * @param appendedAtMs when the broker appends it, ms since 1970 UTC
 */
// The bytes go in as they are; nobody compares or changes them.
@SuppressWarnings("ArrayRecordComponent")
record Input(byte[] key, byte[] value, long appendedAtMs) {}
