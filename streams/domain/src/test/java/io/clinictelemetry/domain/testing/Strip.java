package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.limits.Zone;
import java.util.ArrayList;
import java.util.List;

/** Writes the samples of a session one after another, like a strip chart. */
public final class Strip {

  private final List<Sample> samples = new ArrayList<>();
  private int intervalMs;
  private long elapsedMs;
  private Zone zone = Zone.FACE;
  private Sample.More more = Sample.More.ORDINARY;

  private Strip(int intervalMs) {
    this.intervalMs = intervalMs;
  }

  /** An empty strip of a session that samples at the interval. */
  public static Strip every(int intervalMs) {
    return new Strip(intervalMs);
  }

  /** Samples at another interval from here on. */
  public Strip thenEvery(int newIntervalMs) {
    intervalMs = newIntervalMs;
    return this;
  }

  /** Goes on in another zone. */
  public Strip in(Zone newZone) {
    zone = newZone;
    return this;
  }

  /** What is set from here on, kPa or uA. */
  public Strip set(double to) {
    more = more.withSet(to);
    return this;
  }

  /** The wand moves so fast from here on, mm/s. */
  public Strip moving(double mmS) {
    more = more.withMotion(mmS);
    return this;
  }

  /** Nothing tells how fast the wand moves from here on. */
  public Strip withoutMotionSensor() {
    more = more.withoutMotionSensor();
    return this;
  }

  /** The mean signed current from here on, uA. */
  public Strip net(double ua) {
    more = more.withNet(ua);
    return this;
  }

  /** The impedance from here on, kOhm. */
  public Strip impedance(double kohm) {
    more = more.withImpedance(kohm);
    return this;
  }

  /** The frequency from here on, Hz. */
  public Strip frequency(double hz) {
    more = more.withFrequency(hz);
    return this;
  }

  /** The area of the smaller electrode from here on, cm2. */
  public Strip area(double cm2) {
    more = more.withArea(cm2);
    return this;
  }

  /** The value, on the skin, for so long; a rest shorter than a sample is left out. */
  public Strip hold(double value, long durationMs) {
    return add(value, value, true, false, durationMs);
  }

  /** A mean with a peak above it. */
  public Strip peaks(double mean, double peak, long durationMs) {
    return add(mean, peak, true, false, durationMs);
  }

  /** The value, off the skin. */
  public Strip lifted(double value, long durationMs) {
    return add(value, value, false, false, durationMs);
  }

  /** The value, which the device itself judges BAD. */
  public Strip bad(double value, long durationMs) {
    return add(value, value, true, true, durationMs);
  }

  /** Nothing arrives for so long. */
  public Strip lost(long durationMs) {
    elapsedMs += durationMs;
    return this;
  }

  private Strip add(
      double value, double peak, boolean contact, boolean flaggedBad, long durationMs) {
    for (long i = 0; i < durationMs / intervalMs; i++) {
      samples.add(
          new Sample(
              elapsedMs, intervalMs, (float) value, (float) peak, contact, flaggedBad, zone, more));
      elapsedMs += intervalMs;
    }
    return this;
  }

  /** What was written. */
  public List<Sample> samples() {
    return samples;
  }
}
