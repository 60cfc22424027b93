package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.CurrentFrame;
import java.util.Arrays;
import java.util.Optional;

/** Frames of microcurrent with 300 uA set. */
final class Contact {

  private static final int SAMPLES = 10;

  private Contact() {}

  /** One second. */
  static CurrentFrame at(double kohm, double ua, double hz) {
    return new CurrentFrame(
        0,
        100,
        0,
        all(ua),
        all(ua),
        all(0),
        all(10),
        all(kohm),
        new boolean[SAMPLES],
        300,
        (float) hz,
        4,
        Optional.empty());
  }

  private static float[] all(double value) {
    float[] samples = new float[SAMPLES];
    Arrays.fill(samples, (float) value);
    return samples;
  }
}
