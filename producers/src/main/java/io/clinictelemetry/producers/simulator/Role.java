package io.clinictelemetry.producers.simulator;

/**
 * A device and what it does.
 *
 * @param profile the device
 * @param life what it does
 */
record Role(DeviceProfile profile, Life life) {}
