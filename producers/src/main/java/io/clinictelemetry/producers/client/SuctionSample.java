package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.Quality;
import java.util.OptionalDouble;

/**
 * One reading of a microdermabrasion device. A reading that is no finite number makes the sample's
 * quality BAD, whatever was said.
 *
 * @param vacuumKpa suction as a positive magnitude below ambient pressure, kPa
 * @param contact whether the wand touches the skin
 * @param motionMmS speed of the wand over the skin, mm/s; empty without a motion sensor
 * @param pumpDutyPct duty cycle of the pump, %
 * @param quality the device's own judgement
 * @param breach whether the device itself sees a limit broken; the frame is then sent at once
 */
public record SuctionSample(
    float vacuumKpa,
    boolean contact,
    OptionalDouble motionMmS,
    float pumpDutyPct,
    Quality quality,
    boolean breach) {

  Quality effectiveQuality() {
    boolean finite = Float.isFinite(vacuumKpa) && Double.isFinite(motionMmS.orElse(0));
    return finite ? quality : Quality.BAD;
  }
}
