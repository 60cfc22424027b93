package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Optional;

/**
 * Samples of a microdermabrasion session.
 *
 * @param firstSampleAtMs first sample on the device's clock, ms since 1970 UTC
 * @param intervalMs from one sample to the next, ms
 * @param elapsedMs the session's duration at the first sample, ms
 * @param vacuumKpa suction below ambient, kPa, positive
 * @param contact whether the wand touched the skin
 * @param motionMmS speed of the wand over the skin, mm/s, a not-a-number where its sensor failed;
 *     empty without a motion sensor
 * @param flaggedBad samples that the device itself judged BAD
 * @param setKpa suction that the operator set, kPa; may be not a number
 * @param pumpDutyPct duty cycle of the pump, %; may be not a number
 * @param zone part of the body, where the frame names one
 */
// Arrays of primitives: frames are the hot path, and nobody compares or changes them.
@SuppressWarnings("ArrayRecordComponent")
public record SuctionFrame(
    long firstSampleAtMs,
    int intervalMs,
    long elapsedMs,
    float[] vacuumKpa,
    boolean[] contact,
    Optional<float[]> motionMmS,
    boolean[] flaggedBad,
    float setKpa,
    float pumpDutyPct,
    Optional<Zone> zone)
    implements Frame {

  /**
   * At or above it a suction sensor is faulty, kPa: near sea level no pump gets there. Engineering
   * default.
   */
  public static final float SENSOR_FAULT_HIGH_KPA = 95;

  /** Below it a suction sensor is faulty, kPa. Engineering default. */
  public static final float SENSOR_FAULT_LOW_KPA = -2;

  @Override
  public Modality modality() {
    return Modality.MICRODERMABRASION;
  }

  @Override
  public int count() {
    return vacuumKpa.length;
  }

  @Override
  public boolean bad(int i) {
    float value = vacuumKpa[i];
    return flaggedBad[i]
        || !(value >= SENSOR_FAULT_LOW_KPA && value < SENSOR_FAULT_HIGH_KPA); // also not a number
  }

  @Override
  public boolean treating(int i) {
    return contact[i] && !bad(i);
  }

  @Override
  public double reading(int i) {
    return vacuumKpa[i];
  }
}
