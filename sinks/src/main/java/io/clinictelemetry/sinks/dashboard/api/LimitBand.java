package io.clinictelemetry.sinks.dashboard.api;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Arrays;
import java.util.Optional;

/**
 * The limits that a device's readings are judged by, from the same rules as the pipeline's.
 *
 * @param softHigh above it a person should look, in unit
 * @param hardHigh above it a person must act, in unit
 * @param unit UCUM unit
 * @param policy scope and version that gave them
 * @param zone part of the body that the soft limit is for
 * @param sensitivity skin that the soft limit is for
 * @param assumed true when zone and skin are not known, and those without a factor are shown
 */
public record LimitBand(
    double softHigh,
    double hardHigh,
    String unit,
    String policy,
    String zone,
    String sensitivity,
    boolean assumed) {

  /**
   * The band of a device; names are those of the contracts' enums.
   *
   * @param deviceClass null or unknown: the strictest
   * @param zone null or unknown: the face
   * @param sensitivity null or unknown: normal
   * @return empty for a modality without limits
   */
  static Optional<LimitBand> of(
      String modality, String deviceClass, String zone, String sensitivity) {
    return constant(Modality.class, modality)
        .map(
            known -> {
              Optional<Zone> knownZone = constant(Zone.class, zone);
              Optional<SkinSensitivity> knownSkin = constant(SkinSensitivity.class, sensitivity);
              Zone where = knownZone.orElse(Zone.FACE);
              SkinSensitivity skin = knownSkin.orElse(SkinSensitivity.NORMAL);
              Limits limits =
                  DefaultLimits.of(
                      known,
                      constant(DeviceClass.class, deviceClass).orElse(DeviceClass.STRICTEST));
              boolean suction = known == Modality.MICRODERMABRASION;
              LimitName hard = suction ? LimitName.SUCTION_HARD_HIGH : LimitName.CURRENT_HARD_PEAK;
              double softHigh =
                  suction
                      ? limits.scaled(LimitName.SUCTION_SOFT_HIGH, hard, where, skin)
                      : limits.value(LimitName.CURRENT_SOFT_HIGH);
              return new LimitBand(
                  softHigh,
                  limits.value(hard),
                  hard.unit(),
                  limits.policy(hard),
                  where.name(),
                  skin.name(),
                  knownZone.isEmpty() || knownSkin.isEmpty());
            });
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst();
  }
}
