package io.clinictelemetry.domain.limits;

import static io.clinictelemetry.domain.limits.LimitName.BATTERY_LOW;
import static io.clinictelemetry.domain.limits.LimitName.CLOCK_ERROR;
import static io.clinictelemetry.domain.limits.LimitName.CONTACT_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_DENSITY;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_HARD_PEAK;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_LOST;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.CURRENT_SOFT_LOW;
import static io.clinictelemetry.domain.limits.LimitName.DC_OFFSET_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DC_OFFSET_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.DEVICE_SILENT;
import static io.clinictelemetry.domain.limits.LimitName.DOSE_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DOSE_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.DWELL_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DWELL_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.FLAT_LINE;
import static io.clinictelemetry.domain.limits.LimitName.GROSS_DOSE;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_LOST;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_SHORT;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.SESSION_HARD;
import static io.clinictelemetry.domain.limits.LimitName.SESSION_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_LOW;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_LOW;
import static io.clinictelemetry.domain.limits.LimitName.TELEMETRY_LOST;
import static io.clinictelemetry.domain.limits.LimitName.TRACKING_ERROR;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The limits that ship with the pipeline, by modality and class.
 *
 * <p>A number followed by a source has one; every other number is an engineering default, and none
 * is a clinical fact.
 */
public final class DefaultLimits {

  /** Version of the table; changes whenever a number in it does. */
  private static final int VERSION = 1;

  private static final Map<Modality, Map<DeviceClass, Limits>> TABLE = table();

  private DefaultLimits() {}

  /** The limits of a modality and class. */
  public static Limits of(Modality modality, DeviceClass deviceClass) {
    return TABLE.get(modality).get(deviceClass);
  }

  private static Map<Modality, Map<DeviceClass, Limits>> table() {
    Map<Modality, Map<DeviceClass, Limits>> table = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      Map<DeviceClass, Limits> byClass = new EnumMap<>(DeviceClass.class);
      for (DeviceClass deviceClass : DeviceClass.values()) {
        byClass.put(deviceClass, limits(modality, deviceClass));
      }
      table.put(modality, byClass);
    }
    return table;
  }

  private static Limits limits(Modality modality, DeviceClass deviceClass) {
    String policy = "default/" + lowerCase(modality) + "/" + lowerCase(deviceClass) + "#" + VERSION;
    Map<LimitName, Limit> limits = new EnumMap<>(LimitName.class);
    values(modality, deviceClass)
        .forEach((name, value) -> limits.put(name, new Limit(value, policy)));
    return new Limits(modality, limits);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<LimitName, Double> values(Modality modality, DeviceClass deviceClass) {
    Map<LimitName, Double> values = new EnumMap<>(LimitName.class);
    Column column =
        (name, medical, salon, home) ->
            values.put(
                name,
                switch (deviceClass) {
                  case MEDICAL -> medical;
                  case SALON -> salon;
                  case HOME -> home;
                });
    if (modality == Modality.MICRODERMABRASION) {
      suction(column);
    } else {
      current(column);
    }
    column.same(BATTERY_LOW, 15);
    column.same(CLOCK_ERROR, 60);
    column.same(TELEMETRY_LOST, 5);
    column.same(DEVICE_SILENT, 120);
    return values;
  }

  private static void suction(Column column) {
    column.put(SUCTION_HARD_LOW, 5, 5, 4);
    // Medical: the outer skin layer is removed at 30 to 50 kPa (PMC3596453, fig. 5). Salon: 8 to 12
    // inHg in medical use (mountaincoastdistributors.com).
    column.put(SUCTION_SOFT_LOW, 10, 10, 8);
    column.put(SUCTION_SOFT_HIGH, 50, 41, 30);
    column.put(SUCTION_HARD_HIGH, 65, 55, 40);
    // Home: a suction tool for use at home asks for 3 s at most (Rodan+Fields).
    column.put(DWELL_SOFT, 3, 3, 2);
    column.put(DWELL_HARD, 6, 5, 3);
    column.same(CONTACT_SOFT, 20);
    // Medical: well below the doses of the same figure, 600 kPa.s and more.
    column.put(DOSE_SOFT, 150, 150, 60);
    column.put(DOSE_HARD, 300, 250, 120);
    column.same(FLAT_LINE, 5);
    // Medical: 15 to 30 min of treatment (asiaesthetics.com).
    column.put(SESSION_SOFT, 30, 30, 10);
    column.put(SESSION_HARD, 60, 45, 15);
  }

  private static void current(Column column) {
    // Medical: a professional unit's range (pantheonresearch.com). Home: 510(k) summaries K103472
    // and K201680.
    column.same(CURRENT_SOFT_LOW, 10);
    column.put(CURRENT_SOFT_HIGH, 600, 500, 400);
    // Medical: sub-sensory means below 1 mA (PMC9941239).
    column.put(CURRENT_HARD_PEAK, 1_000, 700, 500);
    column.same(CURRENT_LOST, 10);
    column.same(TRACKING_ERROR, 20);
    column.same(IMPEDANCE_SOFT, 100);
    column.same(IMPEDANCE_LOST, 300);
    column.same(IMPEDANCE_SHORT, 0.5);
    column.same(DC_OFFSET_SOFT, 10);
    column.same(DC_OFFSET_HARD, 50);
    // The operator's attention is asked for above 2 mA/cm2 (AS 60601.2.10:2018).
    column.same(CURRENT_DENSITY, 2);
    column.put(GROSS_DOSE, 2.2, 1.8, 0.48);
    // Medical: sessions of an hour are usual. Home: switches off after 20 min (K103472, K201680).
    column.put(SESSION_SOFT, 60, 60, 20);
    column.put(SESSION_HARD, 75, 70, 22);
  }

  /** Takes one row of the table. */
  @FunctionalInterface
  private interface Column {
    void put(LimitName name, double medical, double salon, double home);

    default void same(LimitName name, double value) {
      put(name, value, value, value);
    }
  }
}
