package io.clinictelemetry.domain.testing;

import static io.clinictelemetry.domain.limits.LimitName.CURRENT_HARD_PEAK;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_HIGH;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.List;
import java.util.Random;

/**
 * Sessions that like to be where decisions are made: around limits and reset levels, about as long
 * as the delays, with bad and lost samples in between.
 */
public final class RandomSession {

  private static final int[] INTERVALS_MS = {20, 50, 100, 100, 100, 250, 300, 700, 1_000};
  private static final int[] LENGTHS_MS = {100, 200, 300, 1_000, 1_900, 2_000, 2_100, 4_000};
  private static final List<Zone> ZONES = List.of(Zone.values());
  private static final int MOST_SAMPLES = 400;

  private RandomSession() {}

  /** The samples of one session. */
  public static List<Sample> of(Modality modality, DeviceClass deviceClass, Random random) {
    Limits limits = DefaultLimits.of(modality, deviceClass);
    Strip strip = Strip.every(pick(INTERVALS_MS, random));
    strip.in(zone(random));
    int strokes = 5 + random.nextInt(30);
    for (int i = 0; i < strokes && strip.samples().size() < MOST_SAMPLES; i++) {
      addStroke(strip, limits, random);
    }
    return strip.samples();
  }

  private static void addStroke(Strip strip, Limits limits, Random random) {
    long lengthMs = pick(LENGTHS_MS, random);
    double level = level(limits, random);
    switch (random.nextInt(20)) {
      case 0 -> strip.thenEvery(pick(INTERVALS_MS, random));
      case 1 -> strip.in(zone(random));
      case 2 -> strip.lost(lengthMs + random.nextInt(3) - 1);
      case 3 -> strip.lost(random.nextInt(5)); // a timer that is a little late
      case 4 -> strip.bad(level, lengthMs);
      case 5 -> strip.hold(Double.NaN, lengthMs);
      case 6 -> strip.hold(96, lengthMs);
      case 7, 8 -> strip.lifted(level, lengthMs);
      case 9, 10 -> strip.peaks(level, level(limits, random), lengthMs);
      case 11 -> hover(strip, limits, lengthMs, random);
      default -> strip.hold(level, lengthMs);
    }
  }

  /** Another level at each sample. */
  private static void hover(Strip strip, Limits limits, long lengthMs, Random random) {
    for (long ms = 0; ms < lengthMs; ms += 100) {
      strip.hold(level(limits, random), 100);
    }
  }

  /** Often a limit or reset level itself, or as near to it as a reading can be. */
  private static double level(Limits limits, Random random) {
    boolean suction = limits.modality() == Modality.MICRODERMABRASION;
    double hard = limits.value(suction ? SUCTION_HARD_HIGH : CURRENT_HARD_PEAK);
    double soft = limits.value(suction ? SUCTION_SOFT_HIGH : CURRENT_SOFT_HIGH);
    double scaled =
        suction
            ? limits.scaled(
                SUCTION_SOFT_HIGH,
                SUCTION_HARD_HIGH,
                zone(random),
                random.nextBoolean() ? SkinSensitivity.NORMAL : SkinSensitivity.SENSITIVE)
            : soft;
    double limit = random.nextBoolean() ? scaled : hard;
    float near = (float) (limit * (random.nextBoolean() ? 1 : 1 - Limits.HYSTERESIS));
    return switch (random.nextInt(6)) {
      case 0 -> near;
      case 1 -> Math.nextUp(near);
      case 2 -> Math.nextDown(near);
      case 3 -> near * (0.95 + 0.1 * random.nextDouble());
      case 4 -> hard * 1.1;
      default -> soft * 0.3;
    };
  }

  private static Zone zone(Random random) {
    return ZONES.get(random.nextInt(ZONES.size()));
  }

  private static int pick(int[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }
}
