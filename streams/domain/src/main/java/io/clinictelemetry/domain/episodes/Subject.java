package io.clinictelemetry.domain.episodes;

import java.util.Optional;

/**
 * Whom an alert is about.
 *
 * @param kind a device or a clinic
 * @param id the device or the clinic
 * @param clinicId the clinic, of a device that at the session's start
 * @param sessionId the session, where there is one
 */
public record Subject(Kind kind, String id, String clinicId, Optional<String> sessionId) {

  /** What an alert can be about. */
  public enum Kind {
    /** One device. */
    DEVICE,
    /** A clinic as a whole. */
    CLINIC
  }

  /** A device, in a session where there is one. */
  public static Subject device(String deviceId, String clinicId, Optional<String> sessionId) {
    return new Subject(Kind.DEVICE, deviceId, clinicId, sessionId);
  }

  /** A clinic. */
  public static Subject clinic(String clinicId) {
    return new Subject(Kind.CLINIC, clinicId, clinicId, Optional.empty());
  }
}
