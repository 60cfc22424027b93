package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.Zone;

/**
 * What holds for a whole current frame; a change of it begins another frame.
 *
 * @param setUa current that the programme set, uA; 0 while only the impedance is measured
 * @param frequencyHz frequency of the waveform, Hz
 * @param electrodeAreaCm2 area of the smaller electrode, cm2
 * @param zone part of the body under treatment
 */
public record CurrentSetting(float setUa, float frequencyHz, float electrodeAreaCm2, Zone zone) {

  /**
   * @throws IllegalArgumentException when a number is negative or none, or the area is 0
   */
  public CurrentSetting {
    Checks.notNegative("setUa", setUa);
    Checks.notNegative("frequencyHz", frequencyHz);
    Checks.notNegative("electrodeAreaCm2", electrodeAreaCm2);
    if (electrodeAreaCm2 == 0) {
      throw new IllegalArgumentException("electrodeAreaCm2=0: give the electrode's area");
    }
  }
}
