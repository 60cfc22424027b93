package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionStart.Electrode;
import io.clinictelemetry.domain.intake.SessionStart.Waveform;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.rules.Setting;
import java.util.Optional;

/**
 * What a session's readings are judged by, fixed when it starts.
 *
 * @param deviceId the device
 * @param clinicId the clinic
 * @param sessionId the session; empty for readings outside one
 * @param deviceClass who the device is made for
 * @param model the maker's name of its model; empty for a device that the inventory does not know
 * @param zone part of the body, until a frame names another
 * @param sensitivity the skin's sensitivity
 * @param electrode the kind of electrode, of microcurrent, where it is known
 * @param waveform the kind of waveform, of microcurrent, where it is known
 */
public record Treatment(
    String deviceId,
    String clinicId,
    Optional<String> sessionId,
    DeviceClass deviceClass,
    Optional<String> model,
    Zone zone,
    SkinSensitivity sensitivity,
    Optional<Electrode> electrode,
    Optional<Waveform> waveform) {

  /** Whom alerts of the treatment are about. */
  public Subject subject() {
    return Subject.device(deviceId, clinicId, sessionId);
  }

  /** A treatment whose start was not received: neither zone nor skin lower the limits. */
  public static Treatment withoutStart(
      String deviceId,
      String clinicId,
      Optional<String> sessionId,
      DeviceClass deviceClass,
      Optional<String> model) {
    return new Treatment(
        deviceId,
        clinicId,
        sessionId,
        deviceClass,
        model,
        Zone.FACE,
        SkinSensitivity.NORMAL,
        Optional.empty(),
        Optional.empty());
  }

  /** What a frame of the treatment is judged under. */
  Setting setting(Frame frame) {
    return new Setting(
        frame.zone().orElse(zone),
        sensitivity,
        electrode.equals(Optional.of(Electrode.ROVING)),
        waveform.equals(Optional.of(Waveform.BIPHASIC)),
        frame instanceof SuctionFrame suction && suction.motionMmS().isPresent());
  }
}
