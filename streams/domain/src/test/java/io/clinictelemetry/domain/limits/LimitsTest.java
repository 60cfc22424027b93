package io.clinictelemetry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @ParameterizedTest(name = "{0} {1}: soft {2}, hard {3}")
  @CsvSource({
    "MICRODERMABRASION, MEDICAL, 50, 65, default/microdermabrasion/medical#1",
    "MICRODERMABRASION, SALON, 41, 55, default/microdermabrasion/salon#1",
    "MICRODERMABRASION, HOME, 30, 40, default/microdermabrasion/home#1",
    "MICROCURRENT, MEDICAL, 600, 1000, default/microcurrent/medical#1",
    "MICROCURRENT, SALON, 500, 700, default/microcurrent/salon#1",
    "MICROCURRENT, HOME, 400, 500, default/microcurrent/home#1",
  })
  void theDefaultsAreThoseOfTheTable(
      Modality modality, DeviceClass deviceClass, double soft, double hard, String policy) {
    Limits limits = DefaultLimits.of(modality, deviceClass);

    assertThat(limits.softHigh()).isEqualTo(soft);
    assertThat(limits.hardHigh()).isEqualTo(hard);
    assertThat(limits.policy()).isEqualTo(policy);
    assertThat(limits.modality()).isEqualTo(modality);
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
            DefaultLimits.of(Modality.MICRODERMABRASION, deviceClass).softHigh(zone, sensitivity))
        .isEqualTo(kpa);
  }

  @Test
  void theSoftLimitNeverLiesAboveTheHardOne() {
    Limits limits = new Limits("tight#1", Modality.MICRODERMABRASION, 50, 55);

    assertThat(limits.softHigh(Zone.BODY, SkinSensitivity.NORMAL)).isEqualTo(55);
    for (DeviceClass deviceClass : DeviceClass.values()) {
      for (Zone zone : Zone.values()) {
        for (SkinSensitivity sensitivity : SkinSensitivity.values()) {
          Limits shipped = DefaultLimits.of(Modality.MICRODERMABRASION, deviceClass);
          assertThat(shipped.softHigh(zone, sensitivity)).isLessThanOrEqualTo(shipped.hardHigh());
        }
      }
    }
  }

  @Test
  void neitherZoneNorSkinScaleCurrent() {
    Limits limits = DefaultLimits.of(Modality.MICROCURRENT, DeviceClass.HOME);

    assertThat(limits.softHigh(Zone.LIP, SkinSensitivity.SENSITIVE)).isEqualTo(400);
  }

  @Test
  void theStrictestClassHasTheLowestLimits() {
    for (Modality modality : Modality.values()) {
      Limits strictest = DefaultLimits.of(modality, DeviceClass.STRICTEST);
      for (DeviceClass deviceClass : DeviceClass.values()) {
        Limits limits = DefaultLimits.of(modality, deviceClass);
        assertThat(strictest.softHigh()).isLessThanOrEqualTo(limits.softHigh());
        assertThat(strictest.hardHigh()).isLessThanOrEqualTo(limits.hardHigh());
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
    assertThatThrownBy(() -> new Limits("clinic-7#3", Modality.MICROCURRENT, soft, hard))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clinic-7#3")
        .hasMessageContaining(Double.toString(soft))
        .hasMessageContaining(Double.toString(hard));
  }

  @Test
  void bothLimitsMayBeTheSame() {
    assertThat(new Limits("p#1", Modality.MICROCURRENT, 10, 10).softHigh()).isEqualTo(10);
  }
}
