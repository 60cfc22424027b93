package io.clinictelemetry.domain.episodes;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static io.clinictelemetry.domain.testing.EventBuilder.taken;
import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.rules.Condition;
import io.clinictelemetry.domain.rules.SuctionHardHigh;
import io.clinictelemetry.domain.rules.SuctionSoftHigh;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EpisodesTest {

  private static final long LOG_CLOCK = SESSION_START + 123_456;

  private final ClosedAlerts closed = new ClosedAlerts();
  private final Episodes episodes =
      new Episodes(treatment(Zone.FACE, SkinSensitivity.NORMAL), closed);

  private static Treatment treatment(Zone zone, SkinSensitivity sensitivity) {
    return new Treatment(
        "device-1",
        "clinic-1",
        Optional.of("session-1"),
        DeviceClass.MEDICAL,
        Optional.empty(),
        zone,
        sensitivity,
        Optional.empty(),
        Optional.empty());
  }

  /** 61 to 64 kPa lie above the medical soft limit of 50 alone. */
  private static Frame tooHigh(long elapsedMs) {
    return aFrame().withVacuum(61).lasting(ofSeconds(2)).atElapsed(elapsedMs).ofSuction();
  }

  /** 70 kPa lies above the medical hard limit of 65. */
  private static Frame muchTooHigh(long elapsedMs) {
    return aFrame().withVacuum(70).lasting(ofMillis(300)).atElapsed(elapsedMs).ofSuction();
  }

  private static Frame normal(long elapsedMs) {
    return aFrame().withVacuum(30).lasting(ofSeconds(2)).atElapsed(elapsedMs).ofSuction();
  }

  private List<AlertChange> judge(Frame frame) {
    return judge(episodes, taken(frame), frame);
  }

  private static List<AlertChange> judge(Episodes episodes, TakenEvent taken, Frame frame) {
    return episodes.judge(taken, frame, limits(episodes, frame), Set.of(), LOG_CLOCK);
  }

  private static LimitsInForce limits(Episodes episodes, Frame frame) {
    return atMs -> DefaultLimits.of(frame.modality(), episodes.treatment().deviceClass());
  }

  private List<AlertChange> judgeOutOfOrder(Frame frame) {
    return episodes.judgeOutOfOrder(taken(frame), frame, limits(episodes, frame), LOG_CLOCK);
  }

  private static Alert only(List<AlertChange> changes) {
    assertThat(changes).hasSize(1);
    return changes.get(0).alert();
  }

  @Nested
  class InOrder {

    @Test
    void opensWithAllThatAPersonNeeds() {
      Frame frame = tooHigh(0);

      assertThat(judge(frame))
          .containsExactly(
              AlertChange.opened(
                  LOG_CLOCK,
                  new Alert(
                      AlertId.of(
                          "device-1", "suction-soft-high", Optional.of("session-1"), SESSION_START),
                      Subject.device("device-1", "clinic-1", Optional.of("session-1")),
                      SuctionSoftHigh.RULE,
                      SESSION_START,
                      SESSION_START + 2_000,
                      LOG_CLOCK,
                      OptionalLong.empty(),
                      61,
                      61,
                      50,
                      "default/microdermabrasion/medical#1",
                      "Suction on the skin reached 61.0 kPa, above the limit of 50.0 kPa, for 2.0 s.",
                      false,
                      false,
                      1,
                      Optional.empty())));
    }

    @Test
    void clearsWithTheSameIdANewRevisionAndTheEndAndPeakOfTheCondition() {
      Alert opened = only(judge(tooHigh(0)));
      judge(aFrame().withVacuum(64).atElapsed(2_000).ofSuction());

      Alert cleared = only(judge(normal(3_000)));

      assertThat(cleared).isEqualTo(opened.cleared(SESSION_START + 3_000, 64));
      assertThat(cleared.revision()).isEqualTo(2);
      assertThat(cleared.open()).isFalse();
      assertThat(episodes.openAlerts()).isEmpty();
      assertThat(episodes.judge().conditions().values()).noneMatch(Condition::holds);
    }

    @Test
    void aLaterBreachIsAnotherAlert() {
      Alert first = only(judge(tooHigh(0)));
      judge(normal(2_000));
      Alert second = only(judge(tooHigh(4_000)));

      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(second.revision()).isEqualTo(1);
    }

    @Test
    void twoRulesOfOneReadingAreTwoAlerts() {
      List<AlertChange> changes = judge(aFrame().withVacuum(70).lasting(ofSeconds(2)).ofSuction());

      assertThat(changes)
          .extracting(change -> change.alert().rule())
          .containsExactly(SuctionHardHigh.RULE, SuctionSoftHigh.RULE);
    }

    @Test
    void onlyAHighPriorityLatches() {
      assertThat(only(judge(muchTooHigh(0))).latched()).isTrue();
      assertThat(
              only(
                  judge(new Episodes(episodes.treatment(), closed), taken(tooHigh(0)), tooHigh(0))))
          .extracting(Alert::latched)
          .isEqualTo(false);
    }

    @Test
    void readingsOfTheOtherModalityAreJudgedByTheirOwnRules() {
      Frame current = aFrame().withCurrent(300).withPeaks(1_200, 1_200).withSamples(2).ofCurrent();

      assertThat(only(judge(current)).rule().name()).isEqualTo("current-hard-peak");
    }

    @Test
    void theFramesZoneOverrulesTheSessions() {
      Episodes neck = new Episodes(treatment(Zone.NECK, SkinSensitivity.NORMAL), closed);
      Frame unnamed = aFrame().withVacuum(40).lasting(ofSeconds(2)).ofSuction();
      Frame onTheFace = aFrame().withVacuum(40).lasting(ofSeconds(2)).in(Zone.FACE).ofSuction();

      assertThat(judge(new Episodes(neck.treatment(), closed), taken(onTheFace), onTheFace))
          .isEmpty();
      assertThat(only(judge(neck, taken(unnamed), unnamed)).limit()).isEqualTo(30);
    }

    @Test
    void sensitiveSkinLowersTheSoftLimit() {
      Episodes sensitive = new Episodes(treatment(Zone.FACE, SkinSensitivity.SENSITIVE), closed);
      Frame frame = aFrame().withVacuum(40).lasting(ofSeconds(2)).ofSuction();

      assertThat(only(judge(sensitive, taken(frame), frame)).limit()).isEqualTo(35);
    }

    @Test
    void aTreatmentWithoutItsStartIsJudgedAsOneOfTheFace() {
      Episodes unknown =
          new Episodes(
              Treatment.withoutStart(
                  "d", "c", Optional.empty(), DeviceClass.STRICTEST, Optional.empty()),
              closed);
      Frame frame = aFrame().withVacuum(31).lasting(ofSeconds(2)).ofSuction();

      Alert alert = only(judge(unknown, taken(frame), frame));

      assertThat(alert.limit()).isEqualTo(30);
      assertThat(alert.subject().sessionId()).isEmpty();
    }

    @Test
    void timesAreThoseOfTheCorrectedClock() {
      Frame frame = muchTooHigh(0);
      TakenEvent fastClock = new TakenEvent(anEvent().with(frame).build(), 0, -90_000, false);

      Alert alert = only(judge(episodes, fastClock, frame));

      assertThat(alert.startedAtMs()).isEqualTo(SESSION_START - 90_000);
      assertThat(alert.id())
          .isEqualTo(
              AlertId.of(
                  "device-1",
                  "suction-hard-high",
                  Optional.of("session-1"),
                  SESSION_START - 90_000));
    }

    @Test
    void lateDataGivesTheIdsOfDataInTime() {
      Frame frame = muchTooHigh(0);
      TakenEvent late = anEvent().with(frame).appendedAt(SESSION_START + 30_001);

      Alert alert = only(judge(episodes, late, frame));

      assertThat(alert.late()).isTrue();
      assertThat(alert.id())
          .isEqualTo(
              only(judge(new Episodes(episodes.treatment(), closed), taken(frame), frame)).id());
    }

    @Test
    void anAlertStaysLateOrNotAsItOpened() {
      judge(tooHigh(0));
      Frame frame = normal(2_000);

      Alert cleared =
          only(judge(episodes, anEvent().with(frame).appendedAt(SESSION_START + 90_000), frame));

      assertThat(cleared.late()).isFalse();
    }

    @Test
    void explainsItselfAlikeInEveryLanguage() {
      Locale before = Locale.getDefault();
      Locale.setDefault(Locale.GERMANY);
      try {
        assertThat(only(judge(tooHigh(0))).explanation()).contains("61.0 kPa");
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Nested
  class WhenTheSessionEnds {

    @Test
    void whatIsOpenClearsAtTheEnd() {
      Alert opened = only(judge(tooHigh(0)));

      assertThat(episodes.end(SESSION_START + 2_500, LOG_CLOCK + 1))
          .containsExactly(
              AlertChange.cleared(LOG_CLOCK + 1, opened.cleared(SESSION_START + 2_500, 61)));
      assertThat(episodes.openAlerts()).isEmpty();
    }

    @Test
    void whatIsPendingLeavesNoTrace() {
      judge(aFrame().withVacuum(61).lasting(ofMillis(1_900)).ofSuction());

      assertThat(episodes.end(SESSION_START + 1_900, LOG_CLOCK)).isEmpty();
      assertThat(judge(aFrame().withVacuum(61).atElapsed(1_900).ofSuction())).isEmpty();
    }

    @Test
    void nothingHappensTwice() {
      judge(tooHigh(0));
      episodes.end(SESSION_START + 2_500, LOG_CLOCK);

      assertThat(episodes.end(SESSION_START + 2_500, LOG_CLOCK)).isEmpty();
    }
  }

  @Nested
  class OutOfOrder {

    @Test
    void aBreachIsOpenedAndClosedAtOnceAndMarkedLate() {
      List<AlertChange> changes = judgeOutOfOrder(muchTooHigh(5_000));

      assertThat(changes).hasSize(2);
      Alert opened = changes.get(0).alert();
      assertThat(opened.late()).isTrue();
      assertThat(opened.revision()).isEqualTo(1);
      assertThat(opened.open()).isTrue();
      assertThat(changes.get(1).alert()).isEqualTo(opened.cleared(SESSION_START + 5_300, 70));
    }

    @Test
    void eachBreachOfOneFrameHasItsOwnEndAndPeak() {
      double[] kpa = {70, 70, 70, 70, 30, 30, 30, 30, 30, 80, 80, 30};
      Frame frame = aFrame().every(500).withVacuum(kpa).ofSuction();

      List<Alert> hard =
          judgeOutOfOrder(frame).stream()
              .map(AlertChange::alert)
              .filter(alert -> alert.rule() == SuctionHardHigh.RULE)
              .toList();

      assertThat(hard).extracting(Alert::revision).containsExactly(1, 2, 1, 2);
      assertThat(hard.get(1).endedAtMs()).hasValue(SESSION_START + 2_000);
      assertThat(hard.get(1).peak()).isEqualTo(70);
      assertThat(hard.get(2).startedAtMs()).isEqualTo(SESSION_START + 4_500);
      assertThat(hard.get(3).endedAtMs()).hasValue(SESSION_START + 5_500);
      assertThat(hard.get(3).peak()).isEqualTo(80);
    }

    @Test
    void aFrameTooShortForTheOnDelaySaysNothing() {
      assertThat(judgeOutOfOrder(aFrame().withVacuum(61).lasting(ofMillis(1_900)).ofSuction()))
          .isEmpty();
    }

    @Test
    void whatIsPendingOrOpenStaysAsItWas() {
      judge(aFrame().withVacuum(61).lasting(ofMillis(1_900)).atElapsed(10_000).ofSuction());
      judgeOutOfOrder(normal(5_000));
      judgeOutOfOrder(muchTooHigh(5_000));

      Alert opened =
          only(judge(aFrame().withVacuum(61).withSamples(1).atElapsed(11_900).ofSuction()));

      assertThat(opened.startedAtMs()).isEqualTo(SESSION_START + 10_000);
      assertThat(episodes.openAlerts()).containsOnlyKeys("suction-soft-high");
    }

    @Test
    void whatAnOpenAlertOfTheRuleCoversIsNoSecondAlert() {
      judge(muchTooHigh(0));
      judge(muchTooHigh(600));

      assertThat(judgeOutOfOrder(muchTooHigh(300))).isEmpty();
      assertThat(judgeOutOfOrder(tooHigh(300)))
          .extracting(change -> change.alert().rule())
          .containsOnly(SuctionSoftHigh.RULE);
    }
  }
}
