package io.clinictelemetry.streams.shared;

import io.clinictelemetry.domain.intake.DeviceClock;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.PositionRanges;
import io.clinictelemetry.domain.intake.PositionRanges.Range;
import io.clinictelemetry.domain.intake.SessionOffsets;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an application remembers of one device: the intake's part, and its own.
 *
 * @param <A> the application's part
 */
final class DeviceState<A> {

  /** No deadline. */
  static final long NONE = Long.MAX_VALUE;

  private static final int VERSION = 2;

  final DeviceOrder order;
  final DeviceClock clock;
  final SessionOffsets offsets;
  final A application;

  /** Log clock at which the present gap is declared, ms; {@link #NONE} without one. */
  long gapDeadlineMs;

  /** Deadline of the timer that is armed for the device, ms; {@link #NONE} without one. */
  long armedMs;

  private DeviceState(
      DeviceOrder order,
      DeviceClock clock,
      SessionOffsets offsets,
      A application,
      long gapDeadlineMs,
      long armedMs) {
    this.order = order;
    this.clock = clock;
    this.offsets = offsets;
    this.application = application;
    this.gapDeadlineMs = gapDeadlineMs;
    this.armedMs = armedMs;
  }

  /** Of a device never heard of. */
  static <A> DeviceState<A> empty(DeviceLogic<A> logic) {
    return new DeviceState<>(
        new DeviceOrder(), new DeviceClock(), new SessionOffsets(), logic.newState(), NONE, NONE);
  }

  byte[] encode(DeviceLogic<A> logic) {
    return StateCodec.encode(
        VERSION,
        out -> {
          writeRanges(out, order.received());
          writeRanges(out, order.unusable());
          writePosition(out, order.cursor());
          writePosition(out, order.horizon());
          out.writeLong(order.gapsDeclared());
          out.writeLong(clock.bootId());
          out.writeLong(clock.smallestDifferenceMs());
          out.writeInt(offsets.offsets().size());
          for (Map.Entry<String, Long> offset : offsets.offsets().entrySet()) {
            out.writeUTF(offset.getKey());
            out.writeLong(offset.getValue());
          }
          out.writeLong(gapDeadlineMs);
          out.writeLong(armedMs);
          logic.write(application, out);
        });
  }

  static <A> DeviceState<A> decode(byte[] bytes, DeviceLogic<A> logic) {
    return StateCodec.decode(
        bytes,
        VERSION,
        (in, version) -> {
          DeviceOrder order =
              new DeviceOrder(
                  readRanges(in),
                  readRanges(in),
                  readPosition(in),
                  readPosition(in),
                  in.readLong());
          DeviceClock clock = new DeviceClock(in.readLong(), in.readLong());
          int sessions = in.readInt();
          Map<String, Long> offsets = new LinkedHashMap<>();
          for (int i = 0; i < sessions; i++) {
            offsets.put(in.readUTF(), in.readLong());
          }
          long gapDeadlineMs = in.readLong();
          long armedMs = in.readLong();
          return new DeviceState<>(
              order,
              clock,
              new SessionOffsets(offsets),
              logic.read(in, version),
              gapDeadlineMs,
              armedMs);
        });
  }

  private static void writeRanges(DataOutput out, PositionRanges ranges) throws IOException {
    out.writeInt(ranges.ranges().size());
    for (Range range : ranges.ranges()) {
      out.writeLong(range.bootId());
      out.writeLong(range.from());
      out.writeLong(range.to());
    }
  }

  private static PositionRanges readRanges(DataInput in) throws IOException {
    int size = in.readInt();
    List<Range> ranges = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ranges.add(new Range(in.readLong(), in.readLong(), in.readLong()));
    }
    return new PositionRanges(ranges);
  }

  private static void writePosition(DataOutput out, Optional<Position> position)
      throws IOException {
    out.writeBoolean(position.isPresent());
    if (position.isPresent()) {
      out.writeLong(position.get().bootId());
      out.writeLong(position.get().seq());
    }
  }

  private static Optional<Position> readPosition(DataInput in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new Position(in.readLong(), in.readLong()))
        : Optional.empty();
  }
}
