package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.Electrode;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Waveform;
import io.clinictelemetry.avro.Zone;
import java.time.Duration;
import java.util.Optional;

/**
 * What a session is about to do.
 *
 * @param modality what it does to the skin
 * @param programme name from the device's own list of programmes; never free text
 * @param plannedDuration how long the programme runs
 * @param zone part of the body under treatment at the start
 * @param sensitivity the skin's sensitivity as entered for this session
 * @param electrode kind of electrode; with microcurrent, and only with it
 * @param waveform kind of waveform; with microcurrent, and only with it
 * @param testSession true for a session without a person
 */
public record SessionPlan(
    Modality modality,
    String programme,
    Duration plannedDuration,
    Zone zone,
    SkinSensitivity sensitivity,
    Optional<Electrode> electrode,
    Optional<Waveform> waveform,
    boolean testSession) {

  /**
   * @throws IllegalArgumentException when the parts do not fit together; the message says which
   */
  public SessionPlan {
    if (programme.isBlank()) {
      throw new IllegalArgumentException("programme is blank: give its name");
    }
    if (plannedDuration.toMillis() < 1) {
      throw new IllegalArgumentException(
          "plannedDuration=%s: give at least 1 ms".formatted(plannedDuration));
    }
    boolean current = modality == Modality.MICROCURRENT;
    if (!current && modality != Modality.MICRODERMABRASION) {
      throw new IllegalArgumentException(
          "modality=%s: give MICRODERMABRASION or MICROCURRENT".formatted(modality));
    }
    if (electrode.isPresent() != current || waveform.isPresent() != current) {
      throw new IllegalArgumentException(
          "electrode=%s, waveform=%s: give both with MICROCURRENT, and neither otherwise"
              .formatted(electrode, waveform));
    }
  }

  /** A microdermabrasion session of a person. */
  public static SessionPlan microdermabrasion(
      String programme, Duration plannedDuration, Zone zone, SkinSensitivity sensitivity) {
    return new SessionPlan(
        Modality.MICRODERMABRASION,
        programme,
        plannedDuration,
        zone,
        sensitivity,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A microcurrent session of a person. */
  public static SessionPlan microcurrent(
      String programme,
      Duration plannedDuration,
      Zone zone,
      SkinSensitivity sensitivity,
      Electrode electrode,
      Waveform waveform) {
    return new SessionPlan(
        Modality.MICROCURRENT,
        programme,
        plannedDuration,
        zone,
        sensitivity,
        Optional.of(electrode),
        Optional.of(waveform),
        false);
  }
}
