package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Modality;

/**
 * A limit that must hold for a device while its scenario is played, so that what takes an hour in a
 * clinic is seen within minutes.
 *
 * @param deviceId the device
 * @param modality in which sessions
 * @param key the limit's name in policies, for instance {@code session-hard}
 * @param value its value
 * @param unit UCUM unit of the value
 */
public record LimitOverride(
    String deviceId, Modality modality, String key, double value, String unit) {}
