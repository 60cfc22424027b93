package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.Episodes;
import io.clinictelemetry.domain.episodes.Treatment;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.streams.safety.SafetyState.Watch;
import io.clinictelemetry.streams.shared.DeviceLogic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Hands each device's readings to the episodes of its treatment, and publishes what changes. */
final class SafetyLogic implements DeviceLogic<SafetyState> {

  /** A device has one treatment; more are remembered so that an end which was lost does no harm. */
  private static final int MAX_WATCHES = 4;

  private final Duration sessionTimeout;
  private final MeterRegistry metrics;
  private ProcessorContext<Object, Object> context;
  private KeyValueStore<String, Device> inventory;

  SafetyLogic(Duration sessionTimeout, MeterRegistry metrics) {
    this.sessionTimeout = sessionTimeout;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    inventory = context.getStateStore(SafetyTopology.INVENTORY_STORE);
  }

  @Override
  public SafetyState newState() {
    return new SafetyState();
  }

  @Override
  public void write(SafetyState state, DataOutput out) throws IOException {
    state.write(out);
  }

  @Override
  public SafetyState read(DataInput in, int version) throws IOException {
    return SafetyState.read(in);
  }

  @Override
  public void onEvent(SafetyState state, TakenEvent taken, long logClockMs) {
    TelemetryEvent event = taken.event();
    Watch known = state.watches.get(event.sessionId());
    if (known != null) {
      known.lastEventMs = logClockMs;
    }
    if (event.payload() instanceof SessionStart start) {
      if (known == null) {
        watch(state, treatment(event, start), taken, logClockMs);
      }
    } else if (event.payload() instanceof Frame frame) {
      Watch watch =
          known != null ? known : watch(state, treatmentWithoutStart(event), taken, logClockMs);
      judge(watch, taken, frame, logClockMs);
    } else if (event.payload() instanceof SessionEnd && known != null) {
      state.watches.remove(event.sessionId());
      publish(known.episodes.end(taken.atMs(), logClockMs));
    }
  }

  private void judge(Watch watch, TakenEvent taken, Frame frame, long logClockMs) {
    if (taken.outOfOrder()) {
      publish(watch.episodes.judgeOutOfOrder(taken, frame, logClockMs));
    } else {
      watch.lastReadingMs = taken.atMs() + frame.durationMs();
      publish(watch.episodes.judge(taken, frame, logClockMs));
    }
  }

  private Watch watch(SafetyState state, Treatment treatment, TakenEvent taken, long logClockMs) {
    if (state.watches.size() >= MAX_WATCHES) {
      Optional<String> oldest = state.watches.keySet().iterator().next();
      end(state, oldest, logClockMs);
    }
    Watch watch = new Watch(new Episodes(treatment), logClockMs, taken.atMs());
    state.watches.put(treatment.sessionId(), watch);
    return watch;
  }

  private void end(SafetyState state, Optional<String> session, long logClockMs) {
    Watch watch = state.watches.remove(session);
    publish(watch.episodes.end(watch.lastReadingMs, logClockMs));
  }

  private Treatment treatment(TelemetryEvent event, SessionStart start) {
    return new Treatment(
        event.deviceId(),
        event.clinicId(),
        event.sessionId(),
        deviceClass(event.deviceId()),
        start.zone(),
        start.sensitivity());
  }

  private Treatment treatmentWithoutStart(TelemetryEvent event) {
    return Treatment.withoutStart(
        event.deviceId(), event.clinicId(), event.sessionId(), deviceClass(event.deviceId()));
  }

  private DeviceClass deviceClass(String deviceId) {
    Device device = inventory.get(deviceId);
    if (device == null || device.getDeviceClass() == io.clinictelemetry.avro.DeviceClass.UNKNOWN) {
      return DeviceClass.STRICTEST;
    }
    return DeviceClass.valueOf(device.getDeviceClass().name());
  }

  @Override
  public long nextDeadlineMs(SafetyState state) {
    long earliest = Long.MAX_VALUE;
    for (Watch watch : state.watches.values()) {
      earliest = Math.min(earliest, watch.lastEventMs + sessionTimeout.toMillis());
    }
    return earliest;
  }

  @Override
  public void onDeadline(String deviceId, SafetyState state, long deadlineMs) {
    for (Optional<String> session : List.copyOf(state.watches.keySet())) {
      if (state.watches.get(session).lastEventMs + sessionTimeout.toMillis() <= deadlineMs) {
        end(state, session, deadlineMs);
      }
    }
  }

  private void publish(List<AlertChange> changes) {
    for (AlertChange change : changes) {
      Alert alert = Alerts.record(change.alert());
      context.forward(
          new Record<>(alert.getSubjectId(), Alerts.event(change, alert), change.atMs()),
          SafetyTopology.ALERT_EVENTS_SINK);
      context.forward(
          new Record<>(alert.getAlertId(), alert, change.atMs()), SafetyTopology.ALERTS_SINK);
      Counter.builder("clinic.alerts")
          .description("Transitions of alerts")
          .tag("rule", alert.getRule())
          .tag("state", alert.getState().name())
          .register(metrics)
          .increment();
    }
  }
}
