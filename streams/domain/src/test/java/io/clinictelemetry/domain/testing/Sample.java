package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.limits.Zone;

/**
 * One sample of a session. What means nothing in its modality is not used.
 *
 * @param elapsedMs session time of its start, ms
 * @param intervalMs time that it covers, ms
 * @param value suction in kPa or mean current in uA
 * @param peak largest current within it, uA
 * @param contact whether the wand touched the skin
 * @param flaggedBad whether the device judged it BAD
 * @param zone part of the body
 * @param more what else is measured or set
 */
public record Sample(
    long elapsedMs,
    int intervalMs,
    float value,
    float peak,
    boolean contact,
    boolean flaggedBad,
    Zone zone,
    More more) {

  /**
   * What else is measured or set.
   *
   * @param set what is set, kPa or uA
   * @param motionSensor whether there is a motion sensor
   * @param motion speed of the wand, mm/s
   * @param net mean signed current, uA
   * @param impedance impedance, kOhm
   * @param frequency frequency, Hz
   * @param area area of the smaller electrode, cm2
   */
  public record More(
      float set,
      boolean motionSensor,
      float motion,
      float net,
      float impedance,
      float frequency,
      float area) {

    /** Of an ordinary treatment: a wand that moves, or electrodes that lie well. */
    public static final More ORDINARY = new More(30, true, 20, 0, 5, 80, 4);

    More withSet(double to) {
      return new More((float) to, motionSensor, motion, net, impedance, frequency, area);
    }

    More withoutMotionSensor() {
      return new More(set, false, Float.NaN, net, impedance, frequency, area);
    }

    More withMotion(double to) {
      return new More(set, true, (float) to, net, impedance, frequency, area);
    }

    More withNet(double to) {
      return new More(set, motionSensor, motion, (float) to, impedance, frequency, area);
    }

    More withImpedance(double to) {
      return new More(set, motionSensor, motion, net, (float) to, frequency, area);
    }

    More withFrequency(double to) {
      return new More(set, motionSensor, motion, net, impedance, (float) to, area);
    }

    More withArea(double to) {
      return new More(set, motionSensor, motion, net, impedance, frequency, (float) to);
    }

    /** Whether samples of both can be in one frame. */
    boolean sameFrame(More other) {
      return Float.compare(set, other.set) == 0
          && motionSensor == other.motionSensor
          && Float.compare(frequency, other.frequency) == 0
          && Float.compare(area, other.area) == 0;
    }
  }

  /** Session time of its end, ms. */
  public long endMs() {
    return elapsedMs + intervalMs;
  }
}
