package io.clinictelemetry.domain.rules;

import static io.clinictelemetry.domain.rules.Judging.at;
import static io.clinictelemetry.domain.rules.Judging.changes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.rules.Rule.Priority;
import io.clinictelemetry.domain.testing.Strip;
import org.junit.jupiter.api.Test;

class CurrentRulesTest {

  private static final SampleRule PEAK = CurrentHardPeak.RULE;
  private static final SampleRule SOFT = CurrentSoftHigh.RULE;

  @Test
  void onlyThePeakCallsForActionAtOnce() {
    assertThat(PEAK.priority()).isEqualTo(Priority.HIGH);
    assertThat(SOFT.priority()).isEqualTo(Priority.MEDIUM);
  }

  @Test
  void onePeakAloneIsNotJudged() {
    assertThat(changes(PEAK, Strip.every(100).peaks(300, 1_200, 100).peaks(300, 320, 5_000)))
        .isEmpty();
  }

  @Test
  void twoPeaksWithANormalMeanBegin() {
    assertThat(changes(PEAK, Strip.every(100).peaks(300, 1_100, 100).peaks(300, 1_200, 100)))
        .containsExactly(new Began(at(0), at(200), 1_200, 1_200, 1_000, false));
  }

  @Test
  void twoPeaksBeginHoweverShortOrLongASampleIs() {
    assertThat(changes(PEAK, Strip.every(1).peaks(300, 1_200, 2))).hasSize(1);
    assertThat(changes(PEAK, Strip.every(60_000).peaks(300, 1_200, 60_000))).isEmpty();
    assertThat(changes(PEAK, Strip.every(60_000).peaks(300, 1_200, 120_000))).hasSize(1);
  }

  @Test
  void twoPeaksApartAreNotJudged() {
    Strip strip = Strip.every(100);
    for (int i = 0; i < 50; i++) {
      strip.peaks(300, 1_200, 100).peaks(300, 900, 100);
    }

    assertThat(changes(PEAK, strip)).isEmpty();
  }

  @Test
  void oneBadOrLostSampleBetweenTwoPeaksIsBridgedAndTwoAreNot() {
    assertThat(changes(PEAK, peaksAround(Strip.every(100).peaks(300, 1_200, 100).bad(0, 100))))
        .hasSize(1);
    assertThat(changes(PEAK, peaksAround(Strip.every(100).peaks(300, 1_200, 100).lost(100))))
        .hasSize(1);
    assertThat(changes(PEAK, peaksAround(Strip.every(100).peaks(300, 1_200, 100).bad(0, 200))))
        .isEmpty();
    assertThat(changes(PEAK, peaksAround(Strip.every(100).peaks(300, 1_200, 100).lost(101))))
        .isEmpty();
  }

  private static Strip peaksAround(Strip begun) {
    return begun.peaks(300, 1_200, 100);
  }

  @Test
  void aPeakIsJudgedEvenWithoutContact() {
    assertThat(changes(PEAK, Strip.every(100).peaks(0, 1_200, 200))).hasSize(1);
  }

  @Test
  void peaksEndAfterTwoSecondsBelowTheResetLevel() {
    assertThat(changes(PEAK, Strip.every(100).peaks(300, 1_200, 200).peaks(300, 951, 60_000)))
        .hasSize(1);
    assertThat(changes(PEAK, Strip.every(100).peaks(300, 1_200, 200).peaks(300, 950, 2_000)))
        .containsExactly(
            new Began(at(0), at(200), 1_200, 1_200, 1_000, false), new Ended(at(200), 1_200));
  }

  @Test
  void theMeanIsNotJudgedByThePeaks() {
    assertThat(changes(SOFT, Strip.every(100).peaks(590, 5_000, 60_000))).isEmpty();
  }

  @Test
  void aNotANumberMeanOrPeakSaysNothing() {
    assertThat(changes(PEAK, Strip.every(100).peaks(Double.NaN, 1_200, 5_000))).isEmpty();
    assertThat(changes(SOFT, Strip.every(100).peaks(650, Double.NaN, 5_000))).isEmpty();
  }
}
