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
import static io.clinictelemetry.domain.limits.LimitName.DEVICE_NEVER_SEEN;
import static io.clinictelemetry.domain.limits.LimitName.DEVICE_SILENT;
import static io.clinictelemetry.domain.limits.LimitName.DOSE_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DOSE_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.DWELL_HARD;
import static io.clinictelemetry.domain.limits.LimitName.DWELL_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.ESCALATE_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.ESCALATE_MEDIUM;
import static io.clinictelemetry.domain.limits.LimitName.FLAT_LINE;
import static io.clinictelemetry.domain.limits.LimitName.GROSS_DOSE;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_LOST;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_SHORT;
import static io.clinictelemetry.domain.limits.LimitName.IMPEDANCE_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.RE_ALARM;
import static io.clinictelemetry.domain.limits.LimitName.SESSION_HARD;
import static io.clinictelemetry.domain.limits.LimitName.SESSION_SOFT;
import static io.clinictelemetry.domain.limits.LimitName.SHELF_LONGEST;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_HARD_LOW;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_HIGH;
import static io.clinictelemetry.domain.limits.LimitName.SUCTION_SOFT_LOW;
import static io.clinictelemetry.domain.limits.LimitName.TELEMETRY_LOST;
import static io.clinictelemetry.domain.limits.LimitName.TRACKING_ERROR;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that ship with the pipeline, by modality and class.
 *
 * <p>A number with a source beside it has one; every other number is an engineering default, and
 * none is a clinical fact.
 */
public final class DefaultLimits {

  /** Version of the table; changes whenever a number in it does. */
  static final int VERSION = 1;

  private static final String SKIN_FIGURE = "PMC3596453, fig. 5: what suction does to skin";
  private static final String INCHES = "mountaincoastdistributors.com: 8 to 12 inHg in medical use";
  private static final String HOME_TOOL = "Rodan+Fields: hold a suction tool at home 3 s at most";
  private static final String TREATMENT_TIME = "asiaesthetics.com: 15 to 30 min of treatment";
  private static final String PROFESSIONAL_UNIT = "pantheonresearch.com: 10 to 600 uA";
  private static final String HOME_UNITS =
      "510(k) K103472, K201680: 80 to 400 uA, off after 20 min";
  private static final String SUB_SENSORY = "PMC9941239: below 1 mA it is not felt";
  private static final String DENSITY = "AS 60601.2.10:2018: attention above 2 mA/cm2";
  private static final String USUAL_HOUR = "a session of microcurrent usually takes an hour";

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

  /**
   * Where a shipped number comes from; empty for an engineering default.
   *
   * @param name one that applies to the modality
   */
  public static Optional<String> source(
      LimitName name, Modality modality, DeviceClass deviceClass) {
    return rows(modality).get(name).of(deviceClass).source();
  }

  private static Limits limits(Modality modality, DeviceClass deviceClass) {
    String policy = Policy.id(Scope.defaults(modality, deviceClass).toString(), VERSION);
    Map<LimitName, Limit> limits = new EnumMap<>(LimitName.class);
    rows(modality)
        .forEach((name, row) -> limits.put(name, new Limit(row.of(deviceClass).value(), policy)));
    return new Limits(modality, limits);
  }

  private static Map<LimitName, Row> rows(Modality modality) {
    Map<LimitName, Row> rows = new EnumMap<>(LimitName.class);
    if (modality == Modality.MICRODERMABRASION) {
      suction(rows);
    } else {
      current(rows);
    }
    rows.put(BATTERY_LOW, same(15));
    rows.put(CLOCK_ERROR, same(60));
    rows.put(TELEMETRY_LOST, same(5));
    rows.put(DEVICE_SILENT, same(120));
    rows.put(DEVICE_NEVER_SEEN, same(86_400));
    rows.put(ESCALATE_HIGH, same(60));
    rows.put(ESCALATE_MEDIUM, same(300));
    rows.put(RE_ALARM, same(300));
    rows.put(SHELF_LONGEST, same(30));
    return rows;
  }

  private static void suction(Map<LimitName, Row> rows) {
    rows.put(SUCTION_HARD_LOW, row(ours(5), ours(5), ours(4)));
    rows.put(SUCTION_SOFT_LOW, row(from(SKIN_FIGURE, 10), from(INCHES, 10), ours(8)));
    rows.put(SUCTION_SOFT_HIGH, row(from(SKIN_FIGURE, 50), from(INCHES, 41), ours(30)));
    rows.put(SUCTION_HARD_HIGH, row(ours(65), ours(55), ours(40)));
    rows.put(DWELL_SOFT, row(ours(3), ours(3), ours(2)));
    rows.put(DWELL_HARD, row(ours(6), ours(5), from(HOME_TOOL, 3)));
    rows.put(CONTACT_SOFT, same(20));
    // Well below the doses of the same figure, 600 kPa.s and more.
    rows.put(DOSE_SOFT, row(from(SKIN_FIGURE, 150), ours(150), ours(60)));
    rows.put(DOSE_HARD, row(from(SKIN_FIGURE, 300), ours(250), ours(120)));
    rows.put(FLAT_LINE, same(5));
    rows.put(SESSION_SOFT, row(from(TREATMENT_TIME, 30), ours(30), ours(10)));
    rows.put(SESSION_HARD, row(ours(60), ours(45), ours(15)));
  }

  private static void current(Map<LimitName, Row> rows) {
    rows.put(CURRENT_SOFT_LOW, row(from(PROFESSIONAL_UNIT, 10), ours(10), ours(10)));
    rows.put(
        CURRENT_SOFT_HIGH, row(from(PROFESSIONAL_UNIT, 600), ours(500), from(HOME_UNITS, 400)));
    rows.put(CURRENT_HARD_PEAK, row(from(SUB_SENSORY, 1_000), ours(700), ours(500)));
    rows.put(CURRENT_LOST, same(10));
    rows.put(TRACKING_ERROR, same(20));
    rows.put(IMPEDANCE_SOFT, same(100));
    rows.put(IMPEDANCE_LOST, same(300));
    rows.put(IMPEDANCE_SHORT, same(0.5));
    rows.put(DC_OFFSET_SOFT, same(10));
    rows.put(DC_OFFSET_HARD, same(50));
    Shipped density = from(DENSITY, 2);
    rows.put(CURRENT_DENSITY, row(density, density, density));
    rows.put(GROSS_DOSE, row(ours(2.2), ours(1.8), ours(0.48)));
    rows.put(SESSION_SOFT, row(from(USUAL_HOUR, 60), ours(60), from(HOME_UNITS, 20)));
    rows.put(SESSION_HARD, row(ours(75), ours(70), ours(22)));
  }

  private static Shipped from(String source, double value) {
    return new Shipped(value, Optional.of(source));
  }

  private static Shipped ours(double value) {
    return new Shipped(value, Optional.empty());
  }

  private static Row row(Shipped medical, Shipped salon, Shipped home) {
    return new Row(medical, salon, home);
  }

  private static Row same(double value) {
    return row(ours(value), ours(value), ours(value));
  }

  private record Shipped(double value, Optional<String> source) {}

  private record Row(Shipped medical, Shipped salon, Shipped home) {
    Shipped of(DeviceClass deviceClass) {
      return switch (deviceClass) {
        case MEDICAL -> medical;
        case SALON -> salon;
        case HOME -> home;
      };
    }
  }
}
