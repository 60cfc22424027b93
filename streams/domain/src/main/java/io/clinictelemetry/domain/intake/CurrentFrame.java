package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Optional;

/**
 * Samples of a microcurrent session.
 *
 * @param firstSampleAtMs first sample on the device's clock, ms since 1970 UTC
 * @param intervalMs from one sample to the next, ms
 * @param elapsedMs the session's duration at the first sample, ms
 * @param currentUa mean absolute current, uA
 * @param peakUa largest absolute current within the sample, uA
 * @param netUa mean signed current, uA; may be not a number
 * @param voltageV output voltage, V; may be not a number
 * @param impedanceKohm impedance between the electrodes, kOhm; may be not a number, or infinite
 * @param flaggedBad samples that the device itself judged BAD
 * @param setUa current that the programme set, uA
 * @param frequencyHz frequency of the waveform, Hz; may be not a number
 * @param electrodeAreaCm2 area of the smaller electrode, cm2; may be not a number
 * @param zone part of the body, where the frame names one
 */
// Arrays of primitives: frames are the hot path, and nobody compares or changes them.
@SuppressWarnings("ArrayRecordComponent")
public record CurrentFrame(
    long firstSampleAtMs,
    int intervalMs,
    long elapsedMs,
    float[] currentUa,
    float[] peakUa,
    float[] netUa,
    float[] voltageV,
    float[] impedanceKohm,
    boolean[] flaggedBad,
    float setUa,
    float frequencyHz,
    float electrodeAreaCm2,
    Optional<Zone> zone)
    implements Frame {

  /** Share of the set current from which on there is contact. Engineering default. */
  public static final float CONTACT_SHARE = 0.1f;

  @Override
  public Modality modality() {
    return Modality.MICROCURRENT;
  }

  @Override
  public int count() {
    return currentUa.length;
  }

  @Override
  public boolean bad(int i) {
    return flaggedBad[i] || Float.isNaN(currentUa[i]) || Float.isNaN(peakUa[i]);
  }

  @Override
  public boolean treating(int i) {
    return setUa > 0 && !bad(i) && currentUa[i] >= CONTACT_SHARE * setUa;
  }

  @Override
  public double reading(int i) {
    return currentUa[i];
  }
}
