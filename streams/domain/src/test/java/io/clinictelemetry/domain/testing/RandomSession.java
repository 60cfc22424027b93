package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitName;
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
  private static final int[] LENGTHS_MS = {
    100, 200, 300, 500, 600, 1_000, 1_900, 2_000, 2_100, 3_000, 4_000, 5_000
  };
  private static final double[] SPEEDS = {0, 1, 1.9999999, 2, 20, 20, Double.NaN};
  private static final double[] SET_UA = {300, 150, 50, 20, 0, Double.NaN};
  private static final double[] SET_KPA = {30, 20, 0, Double.NaN};
  private static final double[] FREQUENCIES = {80, 80, 10, 0.5, Double.NaN};
  private static final double[] AREAS = {4, 0.1, 0, Double.NaN};
  private static final List<Zone> ZONES = List.of(Zone.values());
  private static final int MOST_SAMPLES = 400;

  private final Limits limits;
  private final boolean suction;
  private final Random random;
  private final Strip strip;
  private double setUa = 300;

  private RandomSession(Limits limits, Random random) {
    this.limits = limits;
    this.suction = limits.modality() == Modality.MICRODERMABRASION;
    this.random = random;
    this.strip = Strip.every(pick(INTERVALS_MS)).in(zone()).set(suction ? 30 : setUa);
  }

  /** The samples of one session under the default limits. */
  public static List<Sample> of(Modality modality, DeviceClass deviceClass, Random random) {
    return of(DefaultLimits.of(modality, deviceClass), random);
  }

  /** The samples of one session under such limits. */
  public static List<Sample> of(Limits limits, Random random) {
    RandomSession session = new RandomSession(limits, random);
    int strokes = 5 + random.nextInt(40);
    for (int i = 0; i < strokes && session.strip.samples().size() < MOST_SAMPLES; i++) {
      session.addStroke();
    }
    return session.strip.samples();
  }

  private void addStroke() {
    if (random.nextInt(3) == 0) {
      turn();
    }
    long lengthMs = pick(LENGTHS_MS);
    double level = level();
    switch (random.nextInt(20)) {
      case 0 -> strip.thenEvery(pick(INTERVALS_MS));
      case 1 -> strip.in(zone());
      case 2 -> strip.lost(lengthMs + random.nextInt(3) - 1);
      case 3 -> strip.lost(random.nextInt(5)); // a timer that is a little late
      case 4 -> strip.bad(level, lengthMs);
      case 5 -> strip.hold(Double.NaN, lengthMs);
      case 6 -> strip.hold(suction ? 96 : 0, lengthMs);
      case 7, 8 -> strip.lifted(level, lengthMs);
      case 9, 10 -> strip.peaks(level, level(), lengthMs);
      case 11 -> hover(lengthMs);
      case 12, 13 -> touchAndGo(level);
      case 14 -> ramp();
      case 16 -> chatter();
      case 15 -> strip.lost(20_000L * random.nextInt(4)).hold(level, lengthMs);
      default -> strip.hold(level, lengthMs);
    }
  }

  /** Changes something beside the main reading. */
  private void turn() {
    switch (random.nextInt(suction ? 4 : 6)) {
      case 0, 1 -> {
        if (suction) {
          strip.moving(pick(SPEEDS));
        } else {
          strip.impedance(near(impedance(), 0.2));
        }
      }
      case 2 -> {
        setUa = pick(SET_UA);
        strip.set(suction ? pick(SET_KPA) : setUa);
      }
      case 3 -> {
        if (!suction) {
          strip.net(
              random.nextInt(5) == 0 ? Double.NaN : direction() * near(directCurrent(), 0.05));
        } else if (random.nextInt(4) == 0) {
          strip.withoutMotionSensor();
        }
      }
      case 4 -> strip.frequency(pick(FREQUENCIES));
      default -> strip.area(pick(AREAS));
    }
  }

  /** Another level at each sample. */
  private void hover(long lengthMs) {
    for (long ms = 0; ms < lengthMs; ms += 100) {
      strip.hold(level(), 100);
    }
  }

  /** The same reading while contact comes and goes. */
  private void touchAndGo(double level) {
    for (int i = 0; i < 4; i++) {
      strip.hold(level, 100L * (1 + random.nextInt(20)));
      strip.lifted(level, 100L * (1 + random.nextInt(10)));
    }
  }

  /** Over the limit and back, again and again, and then back for about a minute. */
  private void chatter() {
    double over = near(suction ? kpa() : ua(), 0.05);
    for (int i = 0; i < 3 + random.nextInt(2); i++) {
      alternate(i).hold(over, 2_000).hold(usual(), 2_000 + 1_000L * random.nextInt(8));
    }
    for (int i = 0; i < 5; i++) {
      alternate(i).hold(usual(), 10_000);
    }
    strip.thenEvery(500).hold(usual(), 9_000 + 500L * random.nextInt(5));
    strip.thenEvery(pick(INTERVALS_MS));
  }

  /** Another interval each time: a frame is of one, and one of more than 30 s would be late. */
  private Strip alternate(int i) {
    return strip.thenEvery(i % 2 == 0 ? 1_000 : 500);
  }

  /** What is set rises, and the reading with it. */
  private void ramp() {
    for (double set = 10; set <= 200; set *= 1.5) {
      strip.set(set).hold(set * 0.5, 500);
    }
    setUa = 200;
    strip.set(suction ? 30 : setUa);
  }

  /** Often a limit or reset level itself, or as near to it as a reading can be. */
  private double level() {
    return switch (random.nextInt(10)) {
      case 0 -> usual() * 4;
      case 1, 2, 3 -> usual();
      default -> near(suction ? kpa() : ua(), 0.05);
    };
  }

  private double usual() {
    return suction ? 20 : 0.9 * setUa;
  }

  private double kpa() {
    return switch (random.nextInt(5)) {
      case 0 -> limits.value(LimitName.SUCTION_HARD_HIGH);
      case 1 -> limits.value(LimitName.SUCTION_HARD_LOW);
      case 2 ->
          limits.scaledLow(
              LimitName.SUCTION_SOFT_LOW, LimitName.SUCTION_HARD_LOW, zone(), sensitivity());
      default ->
          limits.scaled(
              LimitName.SUCTION_SOFT_HIGH, LimitName.SUCTION_HARD_HIGH, zone(), sensitivity());
    };
  }

  private double ua() {
    return switch (random.nextInt(7)) {
      case 0 -> limits.value(LimitName.CURRENT_HARD_PEAK);
      case 1 -> limits.value(LimitName.CURRENT_SOFT_LOW);
      case 2 -> setUa * limits.value(LimitName.CURRENT_LOST) / 100;
      case 3 -> setUa * (1 + direction() * limits.value(LimitName.TRACKING_ERROR) / 100);
      case 4 -> limits.value(LimitName.CURRENT_DENSITY) * 100;
      default -> limits.value(LimitName.CURRENT_SOFT_HIGH);
    };
  }

  private double impedance() {
    return switch (random.nextInt(4)) {
      case 0 -> limits.value(LimitName.IMPEDANCE_SOFT);
      case 1 -> limits.value(LimitName.IMPEDANCE_LOST);
      case 2 -> limits.value(LimitName.IMPEDANCE_SHORT);
      default -> Double.NaN;
    };
  }

  private double directCurrent() {
    return limits.value(random.nextBoolean() ? LimitName.DC_OFFSET_SOFT : LimitName.DC_OFFSET_HARD);
  }

  /** The limit or its reset level on either side, the next reading to it, or one about there. */
  private double near(double limit, double hysteresis) {
    float level = (float) (limit * (1 + hysteresis * (random.nextInt(3) - 1)));
    return switch (random.nextInt(5)) {
      case 0 -> level;
      case 1 -> Math.nextUp(level);
      case 2 -> Math.nextDown(level);
      case 3 -> level * (0.7 + 0.6 * random.nextDouble());
      default -> level * (0.95 + 0.1 * random.nextDouble());
    };
  }

  private int direction() {
    return random.nextBoolean() ? 1 : -1;
  }

  private SkinSensitivity sensitivity() {
    return random.nextBoolean() ? SkinSensitivity.NORMAL : SkinSensitivity.SENSITIVE;
  }

  private Zone zone() {
    return ZONES.get(random.nextInt(ZONES.size()));
  }

  private int pick(int[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private double pick(double[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
