package io.clinictelemetry.domain.rules;

import static io.clinictelemetry.domain.rules.Judging.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.testing.Strip;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How a condition holds and ends, on the rule of hard-high suction of a medical device: above 65
 * kPa for 300 ms, back at 61.75 kPa for 2 s.
 */
class ConditionTest {

  private static final SampleRule RULE = SuctionHardHigh.RULE;
  private static final double LIMIT = 65;
  private static final double RESET = 61.75;
  private static final Began BEGAN = new Began(at(0), at(300), 70, 70, LIMIT, false);

  /** A condition that holds since 300 ms of 70 kPa. */
  private static Strip holding() {
    return Strip.every(100).hold(70, 300);
  }

  private static List<Change> changes(Strip strip) {
    return Judging.changes(RULE, strip);
  }

  @Nested
  class WhileItIsPending {

    @Test
    void oneSampleAtTheLimitStartsTheDelayAnew() {
      Strip strip = Strip.every(100).hold(70, 200).hold(LIMIT, 100).hold(70, 200);

      assertThat(changes(strip)).isEmpty();
      assertThat(changes(strip.hold(70, 100)))
          .containsExactly(new Began(at(300), at(600), 70, 70, LIMIT, false));
    }

    @Test
    void liftingTheWandStartsTheDelayAnew() {
      Strip strip = Strip.every(100).hold(70, 200).lifted(70, 100).hold(70, 200);

      assertThat(changes(strip)).isEmpty();
    }

    @Test
    void theValueOfTheTriggerAndThePeakOfTheRunAreTold() {
      assertThat(changes(Strip.every(100).hold(66, 100).hold(80, 100).hold(67, 100)))
          .containsExactly(new Began(at(0), at(300), 67, 80, LIMIT, false));
    }

    @Test
    void thePeakOfAnInterruptedRunIsForgotten() {
      assertThat(changes(Strip.every(100).hold(90, 200).hold(20, 100).hold(70, 300)))
          .containsExactly(new Began(at(300), at(600), 70, 70, LIMIT, false));
    }

    @Test
    void badSamplesNeitherCountNorInterrupt() {
      Strip strip = Strip.every(100).hold(70, 200).bad(70, 200);

      assertThat(changes(strip)).isEmpty();
      assertThat(changes(strip.hold(70, 100)))
          .containsExactly(new Began(at(0), at(500), 70, 70, LIMIT, false));
    }

    @Test
    void badSamplesBelowTheLimitDoNotInterruptEither() {
      assertThat(changes(Strip.every(100).hold(70, 200).bad(1, 100).hold(70, 100))).hasSize(1);
    }

    @Test
    void aHoleAsLongAsTheDelayIsBridged() {
      assertThat(changes(Strip.every(100).hold(70, 200).lost(300).hold(70, 100)))
          .containsExactly(new Began(at(0), at(600), 70, 70, LIMIT, false));
    }

    @Test
    void aLongerHoleStartsTheDelayAnew() {
      Strip strip = Strip.every(100).hold(70, 200).lost(301).hold(70, 200);

      assertThat(changes(strip)).isEmpty();
      assertThat(changes(strip.hold(70, 100)))
          .containsExactly(new Began(at(501), at(801), 70, 70, LIMIT, false));
    }

    @Test
    void badSamplesOverAsLongATimeAreAHoleToo() {
      assertThat(changes(Strip.every(100).hold(70, 200).bad(70, 400).hold(70, 200))).isEmpty();
    }
  }

  @Nested
  class WhileItHolds {

    @Test
    void endsAtTheFirstOfTwoSecondsAtTheResetLevel() {
      assertThat(changes(holding().hold(RESET, 2_000)))
          .containsExactly(BEGAN, new Ended(at(300), 70));
    }

    @Test
    void doesNotEndOneSampleBeforeTwoSeconds() {
      assertThat(changes(holding().hold(RESET, 1_900))).containsExactly(BEGAN);
    }

    @Test
    void doesNotEndOneMillisecondBeforeTwoSeconds() {
      assertThat(changes(holding().thenEvery(1).hold(20, 1_999))).containsExactly(BEGAN);
      assertThat(changes(holding().thenEvery(1).hold(20, 2_000))).hasSize(2);
    }

    @Test
    void doesNotEndWithinTheHysteresis() {
      assertThat(changes(holding().hold(Math.nextUp((float) RESET), 60_000)))
          .containsExactly(BEGAN);
    }

    @Test
    void oneSampleWithinTheHysteresisStartsTheOffDelayAnew() {
      Strip strip = holding().hold(20, 1_900).hold(63, 100).hold(20, 1_900);

      assertThat(changes(strip)).containsExactly(BEGAN);
      assertThat(changes(strip.hold(20, 100))).containsExactly(BEGAN, new Ended(at(2_300), 70));
    }

    @Test
    void aHigherValueRaisesThePeak() {
      assertThat(changes(holding().hold(80, 100).hold(20, 2_000)))
          .containsExactly(BEGAN, new Ended(at(400), 80));
    }

    @Test
    void badSamplesDoNotRaiseThePeak() {
      assertThat(changes(holding().bad(90, 100).hold(96, 100).hold(20, 2_000)))
          .containsExactly(BEGAN, new Ended(at(500), 70));
    }

    @Test
    void badSamplesNeverEndIt() {
      assertThat(changes(holding().bad(20, 60_000))).containsExactly(BEGAN);
      assertThat(changes(holding().hold(Double.NaN, 60_000))).containsExactly(BEGAN);
      assertThat(changes(holding().hold(95, 60_000))).containsExactly(BEGAN);
      assertThat(changes(holding().hold(-2.5, 60_000))).containsExactly(BEGAN);
    }

    @Test
    void silenceNeverEndsIt() {
      assertThat(changes(holding().lost(3_600_000).hold(20, 1_900))).containsExactly(BEGAN);
    }

    @Test
    void badSamplesNeitherCountForTheOffDelayNorInterruptIt() {
      Strip strip = holding().hold(20, 1_000).bad(70, 1_000).hold(20, 900);

      assertThat(changes(strip)).containsExactly(BEGAN);
      assertThat(changes(strip.hold(20, 100))).containsExactly(BEGAN, new Ended(at(300), 70));
    }

    @Test
    void aHoleLongerThanTheOffDelayStartsItAnew() {
      assertThat(changes(holding().hold(20, 1_900).lost(2_000).hold(20, 100))).hasSize(2);
      assertThat(changes(holding().hold(20, 1_900).lost(2_001).hold(20, 100)))
          .containsExactly(BEGAN);
    }

    @Test
    void endsWhenTheWandIsLiftedForTheOffDelay() {
      assertThat(changes(holding().lifted(70, 1_900).hold(70, 100))).containsExactly(BEGAN);
      assertThat(changes(holding().lifted(70, 2_000)))
          .containsExactly(BEGAN, new Ended(at(300), 70));
    }

    @Test
    void aLaterBreachIsANewCondition() {
      assertThat(changes(holding().hold(20, 2_000).hold(66, 300)))
          .containsExactly(
              BEGAN, new Ended(at(300), 70), new Began(at(2_300), at(2_600), 66, 66, LIMIT, false));
    }

    /** Three conditions of 300 ms, whose beginnings are so far apart. */
    private Strip threeEvery(long ms) {
      return holding().hold(20, ms - 300).hold(70, 300).hold(20, ms - 300).hold(70, 300);
    }

    @Test
    void theThirdBeginningWithinAMinuteIsChattering() {
      assertThat(changes(threeEvery(30_000)))
          .containsExactly(
              BEGAN,
              new Ended(at(300), 70),
              new Began(at(30_000), at(30_300), 70, 70, LIMIT, false),
              new Ended(at(30_300), 70),
              new Began(at(60_000), at(60_300), 70, 70, LIMIT, true));
    }

    @Test
    void aThirdBeginningAMomentLaterIsAConditionLikeAnother() {
      Strip later = holding().hold(20, 29_700).hold(70, 300).thenEvery(1).hold(20, 29_701);

      assertThat(changes(later.thenEvery(100).hold(70, 300)).get(4))
          .isEqualTo(new Began(at(60_001), at(60_301), 70, 70, LIMIT, false));
    }

    @Test
    void whatChattersEndsWhenItHasBeenBackForAMinute() {
      Strip strip = threeEvery(3_000).hold(20, 59_900);

      assertThat(changes(strip)).hasSize(5);
      assertThat(changes(strip.hold(20, 100)))
          .hasSize(6)
          .last()
          .isEqualTo(new Ended(at(6_300), 70));
    }

    @Test
    void aBreachWhileItChattersStartsTheMinuteAnew() {
      Strip strip = threeEvery(3_000).hold(20, 30_000).hold(80, 100).hold(20, 59_900);

      assertThat(changes(strip)).hasSize(5);
      assertThat(changes(strip.hold(20, 100)))
          .hasSize(6)
          .last()
          .isEqualTo(new Ended(at(36_400), 80));
    }

    @Test
    void afterItChatteredTheNextIsAConditionLikeAnother() {
      Strip strip = threeEvery(3_000).hold(20, 60_000).hold(70, 300);

      assertThat(changes(strip))
          .hasSize(7)
          .last()
          .isEqualTo(new Began(at(66_300), at(66_600), 70, 70, LIMIT, false));
    }

    @Test
    void hoveringAtTheLimitIsOneCondition() {
      Strip strip = holding();
      for (int i = 0; i < 500; i++) {
        strip.hold(64, 500).hold(66, 300);
      }

      assertThat(changes(strip)).containsExactly(BEGAN);
    }
  }
}
