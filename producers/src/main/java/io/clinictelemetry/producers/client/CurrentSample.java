package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.Quality;

/**
 * One reading of a microcurrent device. A reading that is no finite number makes the sample's
 * quality BAD, whatever was said.
 *
 * @param currentUa mean absolute current over the sample, uA
 * @param peakUa largest absolute current within the sample, uA
 * @param netUa mean signed current over the sample, uA
 * @param voltageV output voltage, V
 * @param impedanceKohm impedance between the electrodes, kOhm
 * @param quality the device's own judgement
 * @param breach whether the device itself sees a limit broken; the frame is then sent at once
 */
public record CurrentSample(
    float currentUa,
    float peakUa,
    float netUa,
    float voltageV,
    float impedanceKohm,
    Quality quality,
    boolean breach) {

  Quality effectiveQuality() {
    boolean finite =
        Float.isFinite(currentUa)
            && Float.isFinite(peakUa)
            && Float.isFinite(netUa)
            && Float.isFinite(voltageV)
            && Float.isFinite(impedanceKohm);
    return finite ? quality : Quality.BAD;
  }
}
