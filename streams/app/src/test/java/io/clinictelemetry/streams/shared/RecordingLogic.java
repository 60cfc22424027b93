package io.clinictelemetry.streams.shared;

import static io.clinictelemetry.streams.testing.Times.text;

import io.clinictelemetry.domain.intake.TakenEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Writes down what it is called with; a deadline comes some time after each event. */
final class RecordingLogic implements DeviceLogic<RecordingLogic.Seen> {

  /** Log clock from an event to the deadline, ms. */
  static final long DEADLINE_MS = 1_500;

  /** What it remembers of a device. */
  static final class Seen {
    int events;
    long deadlineMs = Long.MAX_VALUE;
  }

  final List<String> calls;

  RecordingLogic() {
    this(new ArrayList<>());
  }

  RecordingLogic(List<String> calls) {
    this.calls = calls;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {}

  @Override
  public Seen newState() {
    return new Seen();
  }

  @Override
  public void write(Seen state, DataOutput out) throws IOException {
    out.writeInt(state.events);
    out.writeLong(state.deadlineMs);
  }

  @Override
  public Seen read(DataInput in, int version) throws IOException {
    Seen seen = new Seen();
    seen.events = in.readInt();
    seen.deadlineMs = in.readLong();
    return seen;
  }

  @Override
  public void onEvent(Seen state, TakenEvent taken, long logClockMs) {
    state.events++;
    state.deadlineMs = logClockMs + DEADLINE_MS;
    calls.add(
        "%s %s is number %d at %s, log clock %s%s%s"
            .formatted(
                taken.event().deviceId(),
                taken.event().position(),
                state.events,
                text(taken.atMs()),
                text(logClockMs),
                taken.outOfOrder() ? ", out of order" : "",
                taken.late() ? ", late" : ""));
  }

  @Override
  public long nextDeadlineMs(Seen state) {
    return state.deadlineMs;
  }

  @Override
  public void onDeadline(String deviceId, Seen state, long deadlineMs) {
    state.deadlineMs = Long.MAX_VALUE;
    calls.add("%s deadline after %d at %s".formatted(deviceId, state.events, text(deadlineMs)));
  }
}
