package io.clinictelemetry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @ParameterizedTest(name = "{0} {1}: medical {2}, salon {3}, home {4}")
  @CsvSource({
    "MICRODERMABRASION, suction-soft-low, 10, 10, 8",
    "MICRODERMABRASION, suction-soft-high, 50, 41, 30",
    "MICRODERMABRASION, suction-hard-low, 5, 5, 4",
    "MICRODERMABRASION, suction-hard-high, 65, 55, 40",
    "MICRODERMABRASION, dwell-soft, 3, 3, 2",
    "MICRODERMABRASION, dwell-hard, 6, 5, 3",
    "MICRODERMABRASION, contact-soft, 20, 20, 20",
    "MICRODERMABRASION, dose-soft, 150, 150, 60",
    "MICRODERMABRASION, dose-hard, 300, 250, 120",
    "MICRODERMABRASION, flat-line, 5, 5, 5",
    "MICRODERMABRASION, session-soft, 30, 30, 10",
    "MICRODERMABRASION, session-hard, 60, 45, 15",
    "MICROCURRENT, current-soft-low, 10, 10, 10",
    "MICROCURRENT, current-soft-high, 600, 500, 400",
    "MICROCURRENT, current-hard-peak, 1000, 700, 500",
    "MICROCURRENT, current-lost, 10, 10, 10",
    "MICROCURRENT, tracking-error, 20, 20, 20",
    "MICROCURRENT, impedance-soft, 100, 100, 100",
    "MICROCURRENT, impedance-lost, 300, 300, 300",
    "MICROCURRENT, impedance-short, 0.5, 0.5, 0.5",
    "MICROCURRENT, dc-offset-soft, 10, 10, 10",
    "MICROCURRENT, dc-offset-hard, 50, 50, 50",
    "MICROCURRENT, current-density, 2, 2, 2",
    "MICROCURRENT, gross-dose, 2.2, 1.8, 0.48",
    "MICROCURRENT, session-soft, 60, 60, 20",
    "MICROCURRENT, session-hard, 75, 70, 22",
    "MICROCURRENT, telemetry-lost, 5, 5, 5",
    "MICROCURRENT, device-silent, 120, 120, 120",
    "MICRODERMABRASION, device-never-seen, 86400, 86400, 86400",
    "MICROCURRENT, escalate-high, 60, 60, 60",
    "MICROCURRENT, escalate-medium, 300, 300, 300",
    "MICRODERMABRASION, re-alarm, 300, 300, 300",
    "MICRODERMABRASION, shelf-longest, 30, 30, 30",
  })
  void theDefaultsAreThoseOfTheTable(
      Modality modality, String key, double medical, double salon, double home) {
    LimitName name = LimitName.ofKey(key).orElseThrow();

    assertThat(Stream.of(DeviceClass.values()).map(c -> DefaultLimits.of(modality, c).value(name)))
        .containsExactly(medical, salon, home);
  }

  @Test
  void aDefaultNamesModalityClassAndVersionOfItsTable() {
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(Modality.MICROCURRENT)) {
        assertThat(DefaultLimits.of(Modality.MICROCURRENT, DeviceClass.SALON).policy(name))
            .isEqualTo("default/microcurrent/salon#1");
      }
    }
  }

  @Test
  void hysteresisAndOffDelayAreThoseOfTheTable() {
    assertThat(Limits.HYSTERESIS).isEqualTo(0.05);
    assertThat(Limits.OFF_DELAY_MS).isEqualTo(2_000);
  }

  @ParameterizedTest(name = "{0} × {1}")
  @CsvSource({
    "FACE, 1.0",
    "NECK, 0.6",
    "DECOLLETE, 0.7",
    "PERIORBITAL, 0.4",
    "LIP, 0.4",
    "BODY, 1.2",
  })
  void zonesScaleAsInTheTable(Zone zone, double factor) {
    assertThat(zone.softFactor()).isEqualTo(factor);
  }

  @Test
  void sensitiveSkinScalesAsInTheTable() {
    assertThat(SkinSensitivity.NORMAL.softFactor()).isEqualTo(1);
    assertThat(SkinSensitivity.SENSITIVE.softFactor()).isEqualTo(0.7);
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3} kPa")
  @CsvSource({
    "MEDICAL, FACE, NORMAL, 50",
    "MEDICAL, BODY, NORMAL, 60",
    "MEDICAL, BODY, SENSITIVE, 42",
    "MEDICAL, LIP, SENSITIVE, 14",
    "SALON, FACE, SENSITIVE, 28.7",
    "SALON, NECK, NORMAL, 24.6",
    "SALON, BODY, NORMAL, 49.2",
    "SALON, DECOLLETE, SENSITIVE, 20.09",
    "HOME, BODY, NORMAL, 36",
    "HOME, PERIORBITAL, SENSITIVE, 8.4",
  })
  void zoneAndSkinScaleTheSoftLimitOfSuction(
      DeviceClass deviceClass, Zone zone, SkinSensitivity sensitivity, double kpa) {
    assertThat(
            softHigh(DefaultLimits.of(Modality.MICRODERMABRASION, deviceClass), zone, sensitivity))
        .isEqualTo(kpa);
  }

  @Test
  void theSoftLimitNeverLiesAboveTheHardOne() {
    Limits tight = suction(50, 55);

    assertThat(softHigh(tight, Zone.BODY, SkinSensitivity.NORMAL)).isEqualTo(55);
  }

  @Test
  void theStrictestClassHasTheLowestUpperLimits() {
    for (Modality modality : Modality.values()) {
      Limits strictest = DefaultLimits.of(modality, DeviceClass.STRICTEST);
      for (DeviceClass deviceClass : DeviceClass.values()) {
        Limits limits = DefaultLimits.of(modality, deviceClass);
        for (LimitName name : LimitName.values()) {
          if (name.appliesTo(modality)) {
            assertThat(strictest.value(name))
                .as(name.key())
                .isLessThanOrEqualTo(limits.value(name));
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "soft {0}, hard {1}")
  @CsvSource({
    "0, 10",
    "-1, 10",
    "NaN, 10",
    "10, 9.99",
    "10, NaN",
    "10, Infinity",
    "Infinity, Infinity",
  })
  void limitsThatCannotBeAreRefusedByName(double soft, double hard) {
    assertThatThrownBy(() -> suction(soft, hard))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clinic/7#3")
        .hasMessageMatching(".*suction-(soft|hard)-high.*");
  }

  @Test
  void bothLimitsMayBeTheSame() {
    assertThat(suction(20, 20).value(LimitName.SUCTION_SOFT_HIGH)).isEqualTo(20);
  }

  @Test
  void aLimitThatNobodySetsIsRefusedByName() {
    assertThatThrownBy(() -> new Limits(Modality.MICROCURRENT, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no policy sets current-soft-low");
  }

  private static double softHigh(Limits limits, Zone zone, SkinSensitivity sensitivity) {
    return limits.scaled(
        LimitName.SUCTION_SOFT_HIGH, LimitName.SUCTION_HARD_HIGH, zone, sensitivity);
  }

  /** The defaults of a medical device with other upper limits of suction. */
  private static Limits suction(double softHigh, double hardHigh) {
    Limits defaults = DefaultLimits.of(Modality.MICRODERMABRASION, DeviceClass.MEDICAL);
    Map<LimitName, Limit> limits = new EnumMap<>(LimitName.class);
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(Modality.MICRODERMABRASION)) {
        limits.put(name, new Limit(defaults.value(name), defaults.policy(name)));
      }
    }
    limits.put(LimitName.SUCTION_SOFT_HIGH, new Limit(softHigh, "clinic/7#3"));
    limits.put(LimitName.SUCTION_HARD_HIGH, new Limit(hardHigh, "clinic/7#3"));
    return new Limits(Modality.MICRODERMABRASION, limits);
  }
}
