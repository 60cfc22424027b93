package io.clinictelemetry.domain.rules.signals;

import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** How long suction has read exactly the same, although the tip came or went. Mutable. */
public final class FlatLine {

  private final Streak same = new Streak();
  private double kpa = Double.NaN;
  private boolean touches;
  private boolean toggled;
  private boolean changed;

  /** Adds a good sample. */
  void next(boolean touchesNow, float kpaNow, long elapsedMs, int intervalMs) {
    changed = kpaNow != kpa;
    if (changed) {
      same.stop();
      kpa = kpaNow;
    }
    boolean goesOn = same.add(elapsedMs, intervalMs);
    toggled = goesOn && (toggled || touchesNow != touches);
    touches = touchesNow;
  }

  /** Time, s; 0 when the reading has changed; not a number while there is nothing to tell by. */
  public double seconds() {
    if (toggled) {
      return same.ms() / 1_000.0;
    }
    return changed ? 0 : Double.NaN;
  }

  void write(DoubleConsumer out) {
    same.write(out);
    out.accept(kpa);
    out.accept((touches ? 1 : 0) + (toggled ? 2 : 0) + (changed ? 4 : 0));
  }

  void read(DoubleSupplier in) {
    same.read(in);
    kpa = in.getAsDouble();
    int flags = (int) in.getAsDouble();
    touches = (flags & 1) != 0;
    toggled = (flags & 2) != 0;
    changed = (flags & 4) != 0;
  }
}
