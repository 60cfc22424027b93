package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;

/**
 * A treatment session begins.
 *
 * @param modality what it does to the skin
 * @param programme name of the device's programme
 * @param plannedMs planned duration, ms
 * @param zone part of the body, until a frame names another
 * @param sensitivity the skin's sensitivity
 * @param startedAtMs start on the device's clock, ms since 1970 UTC
 * @param testSession whether nobody is treated
 */
public record SessionStart(
    Modality modality,
    String programme,
    long plannedMs,
    Zone zone,
    SkinSensitivity sensitivity,
    long startedAtMs,
    boolean testSession)
    implements Payload {}
