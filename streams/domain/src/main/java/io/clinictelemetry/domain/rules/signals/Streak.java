package io.clinictelemetry.domain.rules.signals;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** Time for which samples went on without a hole. Mutable. */
final class Streak {

  /**
   * The longest hole that a streak survives, ms: a few bad samples. In longer ones anything may
   * have happened. Engineering default.
   */
  static final long BRIDGED_MS = 500;

  private long ms;
  private long endElapsedMs;

  /**
   * Adds a sample.
   *
   * @return whether it goes on with the streak; false: it begins another
   */
  boolean add(long elapsedMs, int intervalMs) {
    boolean goesOn = ms > 0 && Math.abs(elapsedMs - endElapsedMs) <= BRIDGED_MS;
    ms = (goesOn ? ms : 0) + intervalMs;
    endElapsedMs = elapsedMs + intervalMs;
    return goesOn;
  }

  void stop() {
    ms = 0;
    endElapsedMs = 0;
  }

  /** How much time its samples cover, ms. */
  long ms() {
    return ms;
  }

  void write(DoubleConsumer out) {
    out.accept((double) ms);
    out.accept((double) endElapsedMs);
  }

  void read(DoubleSupplier in) {
    ms = (long) in.getAsDouble();
    endElapsedMs = (long) in.getAsDouble();
  }
}
