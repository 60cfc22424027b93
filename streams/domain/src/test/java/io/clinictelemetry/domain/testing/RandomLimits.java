package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Limits around the default ones, but with times and doses that short sessions reach. */
public final class RandomLimits {

  private RandomLimits() {}

  /** Limits that a policy could set. */
  public static Limits of(Modality modality, String policy, Random random) {
    DeviceClass[] classes = DeviceClass.values();
    Limits defaults = DefaultLimits.of(modality, classes[random.nextInt(classes.length)]);
    Map<LimitName, Limit> limits = new EnumMap<>(LimitName.class);
    double level = 0.8 + 0.4 * random.nextDouble();
    double time = random.nextInt(3) == 0 ? 1 : 0.05 + 0.5 * random.nextDouble();
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(modality)) {
        limits.put(name, new Limit(value(name, defaults, level, time), policy));
      }
    }
    return new Limits(modality, limits);
  }

  private static double value(LimitName name, Limits defaults, double level, double time) {
    double value = defaults.value(name);
    return switch (name) {
      case DWELL_SOFT, DWELL_HARD, CONTACT_SOFT, FLAT_LINE, DOSE_SOFT, DOSE_HARD ->
          // In tenths, as people write them.
          Math.max(0.1, Math.round(value * time * 10) / 10.0);
      case GROSS_DOSE -> value * time / 1_000;
      case IMPEDANCE_SHORT, BATTERY_LOW -> value * level;
      // One decimal: scaled by zone and skin it has three, and nothing is left to round.
      default -> Math.round(value * level * 10) / 10.0;
    };
  }
}
