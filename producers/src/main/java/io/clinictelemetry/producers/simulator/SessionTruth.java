package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import java.time.Instant;
import java.util.Optional;

/**
 * One session. Times are the device's own stamps, as in the telemetry.
 *
 * @param deviceId the device
 * @param clinicId the clinic that it stands in
 * @param sessionId the session
 * @param modality what it did to the skin
 * @param deviceClass whom the device is made for
 * @param clockErrorMs how far the device's clock is ahead of true time, ms
 * @param startedAt when it began
 * @param endedAt when it ended; empty while it is open
 * @param endReason why; empty while it is open
 * @param samples samples sent, bad ones included
 * @param treatingMs time of the good samples with contact (suction), or with at least 10 % of the
 *     set current (microcurrent), ms
 */
public record SessionTruth(
    String deviceId,
    String clinicId,
    String sessionId,
    Modality modality,
    DeviceClass deviceClass,
    long clockErrorMs,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<EndReason> endReason,
    long samples,
    long treatingMs) {}
