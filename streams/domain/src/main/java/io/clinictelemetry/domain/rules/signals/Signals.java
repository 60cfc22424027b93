package io.clinictelemetry.domain.rules.signals;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SuctionFrame;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** The signals of one treatment. Mutable; owned by the state of one device. */
public final class Signals {

  private static final double COULOMB_PER_UA_MS = 1e-9;

  private final SetPoint setKpa = new SetPoint();
  private final Rest rest = new Rest();
  private final FlatLine flatLine = new FlatLine();

  private final SetPoint setUa = new SetPoint();
  private final DirectCurrent directCurrent = new DirectCurrent();
  private double uaMs;

  /** Takes note of sample i, the next of its treatment; a bad one says nothing. */
  public void next(Frame frame, int i) {
    long elapsedMs = frame.elapsedMs() + (long) i * frame.intervalMs();
    if (frame instanceof SuctionFrame suction) {
      setKpa.next(suction.setKpa(), elapsedMs);
      if (!suction.bad(i)) {
        next(suction, i, elapsedMs);
      }
    } else if (frame instanceof CurrentFrame current) {
      setUa.next(current.setUa(), elapsedMs);
      if (!current.bad(i)) {
        directCurrent.next(current.netUa()[i], elapsedMs, current.intervalMs());
        uaMs += (double) current.currentUa()[i] * current.intervalMs();
      }
    }
  }

  private void next(SuctionFrame frame, int i, long elapsedMs) {
    boolean touches = frame.contact()[i];
    float kpa = frame.vacuumKpa()[i];
    float speed = frame.motionMmS().isPresent() ? frame.motionMmS().get()[i] : Float.NaN;
    rest.next(touches, speed, kpa, elapsedMs, frame.intervalMs());
    flatLine.next(touches, kpa, elapsedMs, frame.intervalMs());
  }

  /** What the operator set, kPa. */
  public SetPoint setKpa() {
    return setKpa;
  }

  /** Where the tip is. */
  public Rest rest() {
    return rest;
  }

  /** Whether the suction sensor moves at all. */
  public FlatLine flatLine() {
    return flatLine;
  }

  /** What the programme set, uA. */
  public SetPoint setUa() {
    return setUa;
  }

  /** The mean of the signed current. */
  public DirectCurrent directCurrent() {
    return directCurrent;
  }

  /** Charge that has flowed, whatever its sign, C. */
  public double grossDoseC() {
    return uaMs * COULOMB_PER_UA_MS;
  }

  /** Writes all that has to be remembered, as numbers. */
  public void write(DoubleConsumer out) {
    setKpa.write(out);
    rest.write(out);
    flatLine.write(out);
    setUa.write(out);
    directCurrent.write(out);
    out.accept(uaMs);
  }

  /** What {@link #write} wrote. */
  public static Signals read(DoubleSupplier in) {
    Signals signals = new Signals();
    signals.setKpa.read(in);
    signals.rest.read(in);
    signals.flatLine.read(in);
    signals.setUa.read(in);
    signals.directCurrent.read(in);
    signals.uaMs = in.getAsDouble();
    return signals;
  }
}
