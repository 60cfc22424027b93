package io.clinictelemetry.sinks.dashboard.live;

import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;
import java.time.Instant;

/**
 * What the telemetry says of one device now.
 *
 * @param state what it does
 * @param sessionId null outside a session
 * @param modality what the session does; null when the start was not seen
 * @param zone part of the body under treatment; null when the start was not seen
 * @param sensitivity the skin's; null when the start was not seen
 * @param lastSeen the broker's append time of its latest event
 * @param reading its latest reading; null before any
 */
public record LiveDevice(
    String deviceId,
    String clinicId,
    State state,
    String sessionId,
    Modality modality,
    Zone zone,
    SkinSensitivity sensitivity,
    Instant lastSeen,
    LiveReading reading) {

  /** What a device does. */
  public enum State {
    /** Nothing is known of it since the dashboard started. */
    UNKNOWN,
    /** Switched on, no session. */
    IDLE,
    /** A session runs. */
    IN_SESSION,
    /** It reports a fault of its own. */
    FAULT,
    /** Nothing came for too long. */
    SILENT
  }
}
