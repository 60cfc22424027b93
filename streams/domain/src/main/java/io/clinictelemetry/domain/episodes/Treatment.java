package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Optional;

/**
 * What a session's readings are judged by, fixed when it starts.
 *
 * @param deviceId the device
 * @param clinicId the clinic
 * @param sessionId the session; empty for readings outside one
 * @param deviceClass who the device is made for
 * @param zone part of the body, until a frame names another
 * @param sensitivity the skin's sensitivity
 */
public record Treatment(
    String deviceId,
    String clinicId,
    Optional<String> sessionId,
    DeviceClass deviceClass,
    Zone zone,
    SkinSensitivity sensitivity) {

  /** Whom alerts of the treatment are about. */
  public Subject subject() {
    return Subject.device(deviceId, clinicId, sessionId);
  }

  /** A treatment whose start was not received: neither zone nor skin lower the limits. */
  public static Treatment withoutStart(
      String deviceId, String clinicId, Optional<String> sessionId, DeviceClass deviceClass) {
    return new Treatment(
        deviceId, clinicId, sessionId, deviceClass, Zone.FACE, SkinSensitivity.NORMAL);
  }
}
