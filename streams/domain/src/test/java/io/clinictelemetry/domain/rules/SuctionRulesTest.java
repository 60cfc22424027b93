package io.clinictelemetry.domain.rules;

import static io.clinictelemetry.domain.rules.Judging.at;
import static io.clinictelemetry.domain.rules.Judging.changes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.rules.Rule.Priority;
import io.clinictelemetry.domain.testing.Strip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuctionRulesTest {

  private static final SampleRule HARD = SuctionHardHigh.RULE;
  private static final SampleRule SOFT = SuctionSoftHigh.RULE;

  @Test
  void onlyTheHardRuleCallsForActionAtOnce() {
    assertThat(HARD.priority()).isEqualTo(Priority.HIGH);
    assertThat(SOFT.priority()).isEqualTo(Priority.MEDIUM);
  }

  @Test
  void nothingCountsOffTheSkin() {
    assertThat(changes(HARD, Strip.every(100).lifted(90, 60_000))).isEmpty();
    assertThat(changes(SOFT, Strip.every(100).lifted(90, 60_000))).isEmpty();
  }

  @Test
  void shortStrokesAboveTheSoftLimitAreNormal() {
    Strip strip = Strip.every(100);
    for (int i = 0; i < 50; i++) {
      strip.hold(55, 1_900).lifted(2, 500);
    }

    assertThat(changes(SOFT, strip)).isEmpty();
  }

  @Test
  void strokesCloseToEachOtherAreOneCondition() {
    Strip strip = Strip.every(100);
    for (int i = 0; i < 50; i++) {
      strip.hold(55, 2_000).lifted(2, 1_900);
    }

    assertThat(changes(SOFT, strip))
        .containsExactly(new Began(at(0), at(2_000), 55, 55, 50, false));
  }

  @ParameterizedTest
  @EnumSource(Zone.class)
  void theHardLimitIsTheSameInEveryZoneAndOnEverySkin(Zone zone) {
    for (DeviceClass deviceClass : DeviceClass.values()) {
      Limits limits = DefaultLimits.of(Modality.MICRODERMABRASION, deviceClass);
      for (SkinSensitivity sensitivity : SkinSensitivity.values()) {
        assertThat(HARD.threshold(limits, Judging.in(zone, sensitivity)).limit())
            .isEqualTo(limits.value(LimitName.SUCTION_HARD_HIGH));
      }
    }
  }

  @Test
  void theSoftLimitFollowsTheZoneInTheMiddleOfASession() {
    // 40 kPa is normal on the face (50) and too much on the neck (30).
    Strip strip = Strip.every(100).in(Zone.FACE).hold(40, 5_000).in(Zone.NECK).hold(40, 1_900);

    assertThat(changes(SOFT, strip)).isEmpty();
    assertThat(changes(SOFT, strip.hold(40, 100).in(Zone.FACE).hold(40, 2_000)))
        .containsExactly(
            new Began(at(5_000), at(7_000), 40, 40, 30, false), new Ended(at(7_000), 40));
  }

  @Test
  void whatIsNormalInTheNextZoneIsNoPeak() {
    Strip strip =
        Strip.every(100)
            .in(Zone.NECK)
            .hold(31, 2_000)
            .in(Zone.FACE)
            .hold(49, 1_000)
            .hold(20, 2_000);

    assertThat(changes(SOFT, strip))
        .containsExactly(new Began(at(0), at(2_000), 31, 31, 30, false), new Ended(at(3_000), 31));
  }

  @ParameterizedTest
  @EnumSource(Zone.class)
  void aReadingWrittenLikeTheSoftLimitDoesNotBreachIt(Zone zone) {
    for (DeviceClass deviceClass : DeviceClass.values()) {
      for (SkinSensitivity sensitivity : SkinSensitivity.values()) {
        Limits limits = DefaultLimits.of(Modality.MICRODERMABRASION, deviceClass);
        Threshold threshold = SOFT.threshold(limits, Judging.in(zone, sensitivity));
        float reading = Float.parseFloat(Double.toString(threshold.limit()));

        assertThat(threshold.exceededBy(reading)).isFalse();
        assertThat(threshold.exceededBy(Math.nextUp(reading))).isTrue();
      }
    }
  }

  @Test
  void aReadingAtTheWrittenResetLevelIsBack() {
    Threshold salon = new Threshold(41, Threshold.Side.ABOVE, 0.05, 2_000, 1);

    assertThat(salon.resetBy(38.95f)).isTrue();
    assertThat(salon.resetBy(Math.nextUp(38.95f))).isFalse();
  }
}
