package io.clinictelemetry.domain.rules.signals;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** What the programme or the operator set, and since when. Mutable. */
public final class SetPoint {

  /**
   * A reading follows its set-point after this long, ms: until then it is no fault that it does
   * not. Engineering default.
   */
  public static final long SETTLING_MS = 2_000;

  private double value = Double.NaN;
  private long sinceElapsedMs;

  void next(float set, long elapsedMs) {
    if (set != value || elapsedMs < sinceElapsedMs) { // also true while it is not a number
      value = set;
      sinceElapsedMs = elapsedMs;
    }
  }

  /** Whether something is set, and has been for long enough to be reached. */
  public boolean steadyAt(long elapsedMs) {
    return value > 0 && elapsedMs - sinceElapsedMs >= SETTLING_MS;
  }

  void write(DoubleConsumer out) {
    out.accept(value);
    out.accept((double) sinceElapsedMs);
  }

  void read(DoubleSupplier in) {
    value = in.getAsDouble();
    sinceElapsedMs = (long) in.getAsDouble();
  }
}
