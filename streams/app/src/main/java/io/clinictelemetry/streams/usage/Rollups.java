package io.clinictelemetry.streams.usage;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.usage.Rollup;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Condenses each device's readings for charts: one window a channel at a time. */
final class Rollups {

  private final ProcessorContext<Object, Object> context;

  Rollups(ProcessorContext<Object, Object> context) {
    this.context = context;
  }

  /** Adds the good samples of a frame. */
  void add(UsageState state, TakenEvent taken, Frame frame, long logClockMs) {
    name(state, taken.event(), logClockMs);
    String deviceId = taken.event().deviceId();
    for (int i = 0; i < frame.count(); i++) {
      if (!frame.bad(i)) {
        long atMs = taken.atMs() + (long) i * frame.intervalMs();
        if (frame instanceof SuctionFrame suction) {
          add(deviceId, state, "vacuum_kpa", atMs, suction.vacuumKpa()[i], logClockMs);
        } else if (frame instanceof CurrentFrame current) {
          add(deviceId, state, "current_ua", atMs, current.currentUa()[i], logClockMs);
          add(deviceId, state, "peak_ua", atMs, current.peakUa()[i], logClockMs);
        }
      }
    }
  }

  /** A rollup names the session of its latest reading, so another one's is published before. */
  private void name(UsageState state, TelemetryEvent event, long logClockMs) {
    String session = event.sessionId().orElse("");
    if (!session.equals(state.sessionId) || !event.clinicId().equals(state.clinicId)) {
      publish(event.deviceId(), state, logClockMs);
      state.clinicId = event.clinicId();
      state.sessionId = session;
    }
  }

  private void add(
      String deviceId, UsageState state, String channel, long atMs, double value, long logClockMs) {
    long windowMs = Rollup.windowOf(atMs);
    Rollup rollup = state.rollups.get(channel);
    if (rollup == null || rollup.windowStartMs() < windowMs) {
      publish(deviceId, state, channel, logClockMs);
      rollup = new Rollup(windowMs);
      state.rollups.put(channel, rollup);
    }
    if (rollup.windowStartMs() == windowMs) { // a chart does without what comes out of order
      rollup.add(value);
      state.changedRollups.add(channel);
    }
  }

  /** Publishes every window that changed since it was published. */
  void publish(String deviceId, UsageState state, long logClockMs) {
    for (String channel : List.copyOf(state.changedRollups)) {
      publish(deviceId, state, channel, logClockMs);
    }
  }

  private void publish(String deviceId, UsageState state, String channel, long logClockMs) {
    if (state.changedRollups.remove(channel)) {
      Rollup rollup = state.rollups.get(channel);
      context.forward(
          new Record<>(deviceId, Summaries.rollup(deviceId, state, channel, rollup), logClockMs),
          UsageTopology.ROLLUPS_SINK);
    }
  }
}
