package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.Heartbeat;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/**
 * What the rules on a device as a whole remember of it; bounded, whatever the device sends.
 *
 * @param clock of {@link ClockError}
 * @param gap of {@link SequenceGap}
 * @param filter of {@link FilterClogging}
 * @param pump of {@link PumpWear}
 * @param electrodes of {@link ElectrodeDrying}
 * @param test the test of the latest heartbeat
 * @param filterHours running time of the filter by the latest heartbeat that told, h
 * @param pumpHours likewise of the pump, h
 */
public record DeviceMemory(
    ClockError clock,
    SequenceGap gap,
    FilterClogging filter,
    PumpWear pump,
    ElectrodeDrying electrodes,
    DeadHead test,
    OptionalDouble filterHours,
    OptionalDouble pumpHours) {

  /** Nothing. */
  public static final DeviceMemory EMPTY =
      new DeviceMemory(
          ClockError.NONE,
          SequenceGap.NONE,
          FilterClogging.NEW,
          PumpWear.NEW,
          ElectrodeDrying.NEW,
          DeadHead.NONE,
          OptionalDouble.empty(),
          OptionalDouble.empty());

  DeviceMemory with(ClockError next) {
    return new DeviceMemory(next, gap, filter, pump, electrodes, test, filterHours, pumpHours);
  }

  DeviceMemory with(SequenceGap next) {
    return new DeviceMemory(clock, next, filter, pump, electrodes, test, filterHours, pumpHours);
  }

  DeviceMemory with(ElectrodeDrying next) {
    return new DeviceMemory(clock, gap, filter, pump, next, test, filterHours, pumpHours);
  }

  /** Whether the heartbeat tells of a test that the one before it did not tell of. */
  boolean isNewTest(Heartbeat heartbeat) {
    DeadHead told = DeadHead.of(heartbeat);
    return !told.equals(DeadHead.NONE) && !told.equals(test);
  }

  /** After a heartbeat. A part whose hours fell is a new one and is observed anew. */
  DeviceMemory after(Heartbeat heartbeat) {
    FilterClogging nextFilter =
        fell(filterHours, heartbeat.filterHours()) ? FilterClogging.NEW : filter;
    PumpWear nextPump = fell(pumpHours, heartbeat.pumpHours()) ? PumpWear.NEW : pump;
    DeadHead told = DeadHead.of(heartbeat);
    if (isNewTest(heartbeat)) {
      nextFilter = nextFilter.next(told);
      nextPump = nextPump.next(told);
    }
    return new DeviceMemory(
        clock,
        gap,
        nextFilter,
        nextPump,
        electrodes,
        told,
        heartbeat.filterHours().isPresent() ? heartbeat.filterHours() : filterHours,
        heartbeat.pumpHours().isPresent() ? heartbeat.pumpHours() : pumpHours);
  }

  private static boolean fell(OptionalDouble before, OptionalDouble after) {
    return before.isPresent() && after.isPresent() && after.getAsDouble() < before.getAsDouble();
  }

  /** Writes it as numbers: which parts there is anything in, and these. */
  public void write(DoubleConsumer out) {
    boolean wrong = !clock.equals(ClockError.NONE);
    boolean gaps = !gap.equals(SequenceGap.NONE);
    boolean tested = !filter.equals(FilterClogging.NEW) || !pump.equals(PumpWear.NEW);
    boolean treated = !electrodes.equals(ElectrodeDrying.NEW);
    boolean told = !test.equals(DeadHead.NONE);
    boolean used = filterHours.isPresent() || pumpHours.isPresent();
    out.accept(Parts.of(wrong, gaps, tested, treated, told, used));
    if (wrong) {
      out.accept(number(clock.rightSinceMs()));
    }
    if (gaps) {
      out.accept((double) gap.announced());
      out.accept((double) gap.lost());
      out.accept((double) gap.lastAtMs());
      out.accept((double) gap.overAtMs());
    }
    if (tested) {
      write(filter.rise(), out);
      write(pump.max(), out);
      write(pump.ripple(), out);
    }
    if (treated) {
      write(electrodes.impedance(), out);
      out.accept(electrodes.sumKohm());
      out.accept(electrodes.samples());
      out.accept((double) electrodes.steadyMs());
    }
    if (told) {
      out.accept(test.maxKpa().orElse(Double.NaN));
      out.accept(number(test.riseMs()));
      out.accept(test.ripplePct().orElse(Double.NaN));
    }
    if (used) {
      out.accept(filterHours.orElse(Double.NaN));
      out.accept(pumpHours.orElse(Double.NaN));
    }
  }

  /** Reads what {@link #write} wrote. */
  public static DeviceMemory read(DoubleSupplier in) {
    Parts parts = new Parts((int) in.getAsDouble());
    return new DeviceMemory(
        parts.has(0) ? new ClockError(whole(in)) : ClockError.NONE,
        parts.has(1)
            ? new SequenceGap(
                (long) in.getAsDouble(),
                (long) in.getAsDouble(),
                (long) in.getAsDouble(),
                (long) in.getAsDouble())
            : SequenceGap.NONE,
        parts.has(2) ? new FilterClogging(readTrend(in)) : FilterClogging.NEW,
        parts.has(2) ? new PumpWear(readTrend(in), readTrend(in)) : PumpWear.NEW,
        parts.has(3)
            ? new ElectrodeDrying(
                readTrend(in), in.getAsDouble(), (int) in.getAsDouble(), (long) in.getAsDouble())
            : ElectrodeDrying.NEW,
        parts.has(4) ? new DeadHead(number(in), whole(in), number(in)) : DeadHead.NONE,
        parts.has(5) ? number(in) : OptionalDouble.empty(),
        parts.has(5) ? number(in) : OptionalDouble.empty());
  }

  /** Which parts there is anything in, one bit each. */
  private record Parts(int bits) {
    static int of(boolean... present) {
      int bits = 0;
      for (int i = 0; i < present.length; i++) {
        bits |= present[i] ? 1 << i : 0;
      }
      return bits;
    }

    boolean has(int part) {
      return (bits & 1 << part) != 0;
    }
  }

  private static void write(Trend trend, DoubleConsumer out) {
    out.accept(trend.counted());
    out.accept(trend.sum());
    out.accept(trend.beyond());
    out.accept(trend.lastPct());
  }

  private static Trend readTrend(DoubleSupplier in) {
    return new Trend(
        (int) in.getAsDouble(), in.getAsDouble(), (int) in.getAsDouble(), in.getAsDouble());
  }

  private static double number(OptionalLong whole) {
    return whole.isPresent() ? (double) whole.getAsLong() : Double.NaN;
  }

  private static OptionalLong whole(DoubleSupplier in) {
    double number = in.getAsDouble();
    return Double.isNaN(number) ? OptionalLong.empty() : OptionalLong.of((long) number);
  }

  private static OptionalDouble number(DoubleSupplier in) {
    double number = in.getAsDouble();
    return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
  }
}
