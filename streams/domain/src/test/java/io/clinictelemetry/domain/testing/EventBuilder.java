package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.Payload;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import java.util.Optional;

/** Makes one event; what a test does not name is that of a device in order. */
public final class EventBuilder {

  private String deviceId = "device-1";
  private String clinicId = "clinic-1";
  private Position position = new Position(0, 0);
  private long sentAtMs = Frames.SESSION_START;
  private Optional<String> sessionId = Optional.of("session-1");
  private Payload payload = Heartbeat.of(Heartbeat.State.IDLE);

  private EventBuilder() {}

  /** Begins. */
  public static EventBuilder anEvent() {
    return new EventBuilder();
  }

  /** Its device. */
  public EventBuilder ofDevice(String id) {
    deviceId = id;
    return this;
  }

  /** Its clinic. */
  public EventBuilder ofClinic(String id) {
    clinicId = id;
    return this;
  }

  /** Its place in the device's order. */
  public EventBuilder at(long bootId, long seq) {
    position = new Position(bootId, seq);
    return this;
  }

  /** Device time of sending, ms since 1970 UTC. */
  public EventBuilder sentAt(long ms) {
    sentAtMs = ms;
    return this;
  }

  /** Its session. */
  public EventBuilder inSession(String id) {
    sessionId = Optional.of(id);
    return this;
  }

  /** In no session. */
  public EventBuilder outsideSession() {
    sessionId = Optional.empty();
    return this;
  }

  /** What it tells. */
  public EventBuilder with(Payload carried) {
    payload = carried;
    return this;
  }

  /** The event. */
  public TelemetryEvent build() {
    return new TelemetryEvent(deviceId, clinicId, position, sentAtMs, sessionId, payload);
  }

  /** The event, taken in order and appended at the time, ms since 1970 UTC. */
  public TakenEvent appendedAt(long ms) {
    return new TakenEvent(build(), ms, 0, false);
  }

  /** A frame, taken in order and appended at its end. */
  public static TakenEvent taken(Frame frame) {
    return anEvent().with(frame).appendedAt(frame.firstSampleAtMs() + frame.durationMs());
  }
}
