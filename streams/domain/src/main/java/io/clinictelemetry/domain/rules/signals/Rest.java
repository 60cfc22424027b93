package io.clinictelemetry.domain.rules.signals;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** How long, and with how much suction, the tip has been on one spot. Mutable. */
public final class Rest {

  /** Below this speed a tip rests, mm/s. Engineering default. */
  public static final float RESTING_MM_S = 2;

  private final Streak contact = new Streak();
  private final Streak dwell = new Streak();
  private double kpaMs;

  /**
   * Adds a good sample.
   *
   * @param speedMmS not a number where it is not known
   */
  void next(boolean touches, float speedMmS, float kpa, long elapsedMs, int intervalMs) {
    if (!touches) {
      contact.stop();
      move();
      return;
    }
    contact.add(elapsedMs, intervalMs);
    if (speedMmS >= RESTING_MM_S) {
      move();
    } else if (speedMmS < RESTING_MM_S) {
      boolean goesOn = dwell.add(elapsedMs, intervalMs);
      kpaMs = (goesOn ? kpaMs : 0) + (double) Math.max(kpa, 0) * intervalMs;
    }
  }

  private void move() {
    dwell.stop();
    kpaMs = 0;
  }

  /** How long the tip has been in contact, s; 0 when it is lifted. */
  public double contactS() {
    return contact.ms() / 1_000.0;
  }

  /** How long the tip has rested on one spot, s; 0 when it moves or is lifted. */
  public double dwellS() {
    return dwell.ms() / 1_000.0;
  }

  /** Suction × time on that spot, kPa.s. */
  public double doseKpaS() {
    return kpaMs / 1_000;
  }

  void write(DoubleConsumer out) {
    contact.write(out);
    dwell.write(out);
    out.accept(kpaMs);
  }

  void read(DoubleSupplier in) {
    contact.read(in);
    dwell.read(in);
    kpaMs = in.getAsDouble();
  }
}
