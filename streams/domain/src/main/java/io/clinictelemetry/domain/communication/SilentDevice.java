package io.clinictelemetry.domain.communication;

import io.clinictelemetry.domain.episodes.Alert;
import java.util.Optional;

/**
 * A silent device as its clinic sees it.
 *
 * @param deviceId the device
 * @param silence its silence
 * @param phase what has become of it
 * @param dueMs clock of the stage at which {@link Clinic#due} has to look at it again, ms since
 *     1970 UTC; {@link Link#NEVER} for not at all
 * @param alert its own alert, in the phases that have one
 */
public record SilentDevice(
    String deviceId, Silence silence, Phase phase, long dueMs, Optional<Alert> alert) {

  /** What has become of a silence. */
  public enum Phase {
    /** It may be over soon, or be that of the whole clinic: nothing is published yet. */
    HELD,
    /** The clinic's alert tells of it. */
    JOINED,
    /** It has its own alert, and still counts as a sign that the clinic is silent. */
    RECENT,
    /** It has its own alert, and the clinic no longer counts on the device. */
    AWAY
  }

  SilentDevice as(Phase next, long nextDueMs) {
    return new SilentDevice(deviceId, silence, next, nextDueMs, alert);
  }

  SilentDevice with(Alert own) {
    return new SilentDevice(deviceId, silence, phase, dueMs, Optional.of(own));
  }

  /** Whether the clinic counts on it. */
  boolean isActive() {
    return silence.wasHeardBefore() && phase != Phase.AWAY;
  }
}
