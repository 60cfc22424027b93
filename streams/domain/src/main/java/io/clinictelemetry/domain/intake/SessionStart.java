package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Optional;

/**
 * A treatment session begins.
 *
 * @param modality what it does to the skin
 * @param programme name of the device's programme
 * @param plannedMs planned duration, ms
 * @param zone part of the body, until a frame names another
 * @param sensitivity the skin's sensitivity
 * @param electrode the kind of electrode, of microcurrent, where it is known
 * @param waveform the kind of waveform, of microcurrent, where it is known
 * @param startedAtMs start on the device's clock, ms since 1970 UTC
 * @param testSession whether nobody is treated
 */
public record SessionStart(
    Modality modality,
    String programme,
    long plannedMs,
    Zone zone,
    SkinSensitivity sensitivity,
    Optional<Electrode> electrode,
    Optional<Waveform> waveform,
    long startedAtMs,
    boolean testSession)
    implements Payload {

  /** How current reaches the skin. */
  public enum Electrode {
    /** It sticks to one place. */
    PAD,
    /** It is moved over the skin, and lifted now and then. */
    ROVING
  }

  /** How current changes its sign. */
  public enum Waveform {
    /** Its mean is zero. */
    BIPHASIC,
    /** It flows in one direction. */
    MONOPHASIC
  }
}
