package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;

/**
 * What does not change within a frame, and decides which limits and delays apply.
 *
 * @param zone part of the body
 * @param sensitivity the skin's sensitivity
 * @param roving whether the electrode is moved over the skin
 * @param biphasic whether the waveform is known to have no direct current
 * @param motionSensor whether the wand tells how fast it moves
 */
public record Setting(
    Zone zone,
    SkinSensitivity sensitivity,
    boolean roving,
    boolean biphasic,
    boolean motionSensor) {}
