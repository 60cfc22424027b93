package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.Zone;

/**
 * What holds for a whole suction frame; a change of it begins another frame.
 *
 * @param setKpa suction that the operator set, kPa
 * @param zone part of the body under treatment
 */
public record SuctionSetting(float setKpa, Zone zone) {

  /**
   * @throws IllegalArgumentException when the set-point is negative or no number
   */
  public SuctionSetting {
    Checks.notNegative("setKpa", setKpa);
  }
}
