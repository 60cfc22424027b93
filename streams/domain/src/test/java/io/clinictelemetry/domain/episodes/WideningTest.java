package io.clinictelemetry.domain.episodes;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static io.clinictelemetry.domain.testing.EventBuilder.taken;
import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.rules.DeviceRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Breaches that come out of order beside alerts that are there already. */
class WideningTest {

  private final ClosedAlerts closed = new ClosedAlerts();
  private final Episodes episodes = session("session-1");
  private final Map<String, String> names = new HashMap<>();
  private long logClockMs;

  private Episodes session(String id) {
    return new Episodes(
        Treatment.withoutStart(
            "device-1", "clinic-1", Optional.of(id), DeviceClass.MEDICAL, Optional.empty()),
        closed);
  }

  private static LimitsInForce limits(Frame frame) {
    Limits limits = DefaultLimits.of(frame.modality(), DeviceClass.MEDICAL);
    return atMs -> limits;
  }

  private List<String> inOrder(Frame frame) {
    return lines(episodes.judge(taken(frame), frame, limits(frame), Set.of(), logClockMs));
  }

  private List<String> outOfOrder(Frame frame) {
    return outOfOrder(episodes, frame);
  }

  private List<String> outOfOrder(Episodes of, Frame frame) {
    return lines(of.judgeOutOfOrder(taken(frame), frame, limits(frame), logClockMs));
  }

  /** Times from the session's start, and alerts by letters in the order in which they opened. */
  private List<String> lines(List<AlertChange> changes) {
    List<String> lines = new ArrayList<>();
    for (AlertChange change : changes) {
      Alert alert = change.alert();
      String letter = String.valueOf((char) ('A' + names.size()));
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %s %s #%d %d to %s peak %.0f%s",
              names.computeIfAbsent(alert.id(), id -> letter),
              change.transition(),
              alert.rule().name(),
              alert.revision(),
              alert.startedAtMs() - SESSION_START,
              alert.endedAtMs().isPresent() ? alert.endedAtMs().getAsLong() - SESSION_START : "-",
              alert.peak(),
              alert.late() ? " late" : ""));
    }
    return lines;
  }

  /** 70 kPa lies above the medical hard limit of 65, which takes 0.3 s. */
  private static Frame high(long fromMs, long toMs) {
    return suction(70, fromMs, toMs);
  }

  private static Frame normal(long fromMs, long toMs) {
    return suction(30, fromMs, toMs);
  }

  private static Frame suction(double kpa, long fromMs, long toMs) {
    return aFrame().withVacuum(kpa).lasting(ofMillis(toMs - fromMs)).atElapsed(fromMs).ofSuction();
  }

  /** An alert from 10 to 11 s. */
  private void anAlertThatIsOver() {
    assertThat(inOrder(high(10_000, 11_000)))
        .containsExactly("A OPENED suction-hard-high #1 10000 to - peak 70");
    assertThat(inOrder(normal(11_000, 13_000)))
        .containsExactly("A CLEARED suction-hard-high #2 10000 to 11000 peak 70");
  }

  @Test
  void aBreachAfterAnAlertEndsItLaterAndOneBeforeStartsItEarlier() {
    anAlertThatIsOver();

    assertThat(outOfOrder(high(11_000, 11_500)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 11500 peak 70");
    assertThat(outOfOrder(suction(80, 9_500, 10_000)))
        .containsExactly("A WIDENED suction-hard-high #4 9500 to 11500 peak 80");
  }

  @Test
  void nothingElseOfTheAlertChanges() {
    Frame frame = high(10_000, 11_000);
    Alert opened = episodes.judge(taken(frame), frame, limits(frame), Set.of(), 5).get(0).alert();
    inOrder(normal(11_000, 13_000));

    Frame before = suction(80, 9_500, 10_000);
    AlertChange change = episodes.judgeOutOfOrder(taken(before), before, limits(before), 77).get(0);

    assertThat(change.atMs()).isEqualTo(77);
    assertThat(change.alert())
        .usingRecursiveComparison()
        .ignoringFields("startedAtMs", "endedAtMs", "peak", "revision")
        .isEqualTo(opened);
    assertThat(change.alert().revision()).isEqualTo(3);
  }

  @Test
  void aBreachTooShortForTheDelayWidensWhatItTouchesAndIsNothingElsewhere() {
    anAlertThatIsOver();

    assertThat(outOfOrder(high(11_000, 11_100)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 11100 peak 70");
    assertThat(outOfOrder(high(20_000, 20_200))).isEmpty();
  }

  @Test
  void aBreachTouchesWhenLessThanTheOffDelayLiesBetween() {
    anAlertThatIsOver();

    assertThat(outOfOrder(suction(70, 12_999, 13_099)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 13099 peak 70");
    assertThat(outOfOrder(suction(70, 7_901, 8_001)))
        .containsExactly("A WIDENED suction-hard-high #4 7901 to 13099 peak 70");
    assertThat(outOfOrder(suction(70, 15_099, 15_399)))
        .as("in order it would have been another episode")
        .containsExactly(
            "B OPENED suction-hard-high #1 15099 to - peak 70 late",
            "B CLEARED suction-hard-high #2 15099 to 15399 peak 70 late");
    assertThat(outOfOrder(suction(70, 5_601, 5_901)))
        .containsExactly(
            "C OPENED suction-hard-high #1 5601 to - peak 70 late",
            "C CLEARED suction-hard-high #2 5601 to 5901 peak 70 late");
  }

  @Test
  void whatAnAlertCoversIsToldAlreadyUnlessItIsWorse() {
    anAlertThatIsOver();

    assertThat(outOfOrder(high(10_200, 10_700))).isEmpty();
    assertThat(outOfOrder(normal(10_200, 10_700))).isEmpty();
    assertThat(outOfOrder(suction(80, 10_200, 10_300)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 11000 peak 80");
  }

  @Test
  void anAlertThatIsOpenStartsEarlierAndStaysOpen() {
    inOrder(high(10_000, 11_000));

    assertThat(outOfOrder(high(9_000, 9_500)))
        .containsExactly("A WIDENED suction-hard-high #2 9000 to - peak 70");
    assertThat(inOrder(high(11_000, 11_500))).isEmpty();
    assertThat(inOrder(normal(11_500, 13_500)))
        .containsExactly("A CLEARED suction-hard-high #3 9000 to 11500 peak 70");
  }

  @Test
  void anAlertThatIsOpenKeepsTheWorsePeakUntilItClears() {
    inOrder(high(10_000, 10_400));
    inOrder(suction(75, 10_500, 11_000));

    assertThat(outOfOrder(suction(72, 10_400, 10_500))).as("it has been worse").isEmpty();
    assertThat(outOfOrder(suction(80, 10_400, 10_500)))
        .containsExactly("A WIDENED suction-hard-high #2 10000 to - peak 80");
    assertThat(lines(episodes.end(SESSION_START + 11_000, 0)))
        .containsExactly("A CLEARED suction-hard-high #3 10000 to 11000 peak 80");
  }

  @Test
  void anAlertThatIsAboutToClearDoesNotEndBeforeABreachThatIsInIt() {
    inOrder(high(10_000, 11_000));
    inOrder(normal(11_000, 11_500));
    inOrder(normal(12_000, 12_500));

    assertThat(outOfOrder(high(11_500, 12_000))).isEmpty();
    assertThat(inOrder(normal(12_500, 13_500)))
        .containsExactly("A CLEARED suction-hard-high #2 10000 to 12000 peak 70");
  }

  @Test
  void ofTwoAlertsThatItTouchesABreachWidensTheEarlierAndTheyStayTwo() {
    anAlertThatIsOver();
    inOrder(high(14_000, 14_500));

    assertThat(outOfOrder(high(12_900, 13_000)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 13000 peak 70");
    assertThat(lines(episodes.end(SESSION_START + 14_500, 0)))
        .containsExactly("B CLEARED suction-hard-high #2 14000 to 14500 peak 70");
    assertThat(outOfOrder(high(13_000, 14_000)))
        .containsExactly("A WIDENED suction-hard-high #4 10000 to 14000 peak 70");
  }

  @Test
  void onlyAnAlertOfTheSameRuleIsWidened() {
    anAlertThatIsOver();

    assertThat(outOfOrder(suction(55, 9_000, 10_000)))
        .as("above the soft limit alone, and too short for that")
        .isEmpty();
    assertThat(outOfOrder(suction(55, 7_000, 9_000)))
        .containsExactly(
            "B OPENED suction-soft-high #1 7000 to - peak 55 late",
            "B CLEARED suction-soft-high #2 7000 to 9000 peak 55 late");
  }

  @Test
  void onlyAnAlertOfTheSameSessionIsWidenedAlsoWhenTheSessionIsOver() {
    inOrder(high(10_000, 11_000));
    lines(episodes.end(SESSION_START + 11_000, 0));

    assertThat(outOfOrder(session("session-2"), high(9_000, 10_000)))
        .containsExactly(
            "B OPENED suction-hard-high #1 9000 to - peak 70 late",
            "B CLEARED suction-hard-high #2 9000 to 10000 peak 70 late");
    assertThat(outOfOrder(session("session-1"), high(9_000, 10_000)))
        .containsExactly("A WIDENED suction-hard-high #3 9000 to 11000 peak 70");
  }

  @Test
  void eachBreachOfAFrameIsJudgedByItself() {
    anAlertThatIsOver();
    double[] kpa = {70, 30, 30, 30, 30, 30, 70, 70, 30, 70, 30};

    assertThat(outOfOrder(aFrame().every(500).withVacuum(kpa).atElapsed(11_000).ofSuction()))
        .containsExactly(
            "A WIDENED suction-hard-high #3 10000 to 11500 peak 70",
            "B OPENED suction-hard-high #1 14000 to - peak 70 late",
            "B CLEARED suction-hard-high #2 14000 to 16000 peak 70 late");
  }

  @Test
  void anAlertThatIsItselfHistoryIsWidenedByItsNeighbours() {
    assertThat(outOfOrder(high(10_000, 11_000))).hasSize(2);

    assertThat(outOfOrder(high(11_000, 12_000)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 12000 peak 70 late");
  }

  @Test
  void belowALimitTheLeastValueIsTheWorst() {
    Frame weak = suction(7, 0, 4_000);
    assertThat(outOfOrder(weak))
        .containsExactly(
            "A OPENED suction-soft-low #1 2000 to - peak 7 late",
            "A CLEARED suction-soft-low #2 2000 to 4000 peak 7 late");

    assertThat(outOfOrder(suction(6, 2_000, 6_000)))
        .containsExactly("A WIDENED suction-soft-low #3 2000 to 6000 peak 6 late");
    assertThat(outOfOrder(suction(8, 2_000, 6_000))).isEmpty();
  }

  @Test
  void remembersTheAlertsThatClosedLast() {
    for (int i = 0; i <= ClosedAlerts.MOST; i++) {
      outOfOrder(high(10_000L * i, 10_000L * i + 1_000));
    }
    assertThat(closed.changes()).hasSize(ClosedAlerts.MOST);

    assertThat(outOfOrder(high(11_000, 11_100)))
        .containsExactly("B WIDENED suction-hard-high #3 10000 to 11100 peak 70 late");
    assertThat(outOfOrder(high(1_000, 1_100))).as("the first one is forgotten").isEmpty();
  }

  @Test
  void forgetsAnAlertAnHourAfterItChangedLast() {
    logClockMs = 1_000;
    outOfOrder(high(10_000, 11_000));
    logClockMs = 2_000;
    outOfOrder(high(20_000, 21_000));

    closed.forget(1_000 + ClosedAlerts.KEPT_MS - 1);
    assertThat(closed.changes()).hasSize(2);
    closed.forget(1_000 + ClosedAlerts.KEPT_MS);
    assertThat(closed.changes())
        .extracting(change -> change.alert().startedAtMs() - SESSION_START)
        .containsExactly(20_000L);
  }

  @Test
  void whatIsOfTheDeviceAsAWholeIsNotRemembered() {
    episodes.open(
        DeviceRule.SESSION_SOFT,
        new Opening(1, 2, 3, 3, 2, "policy#1", "It is so.", false, false, Optional.empty()),
        0);

    assertThat(episodes.end(5, 0)).hasSize(1);
    assertThat(closed.changes()).isEmpty();
  }

  @Test
  void timesAreThoseOfTheCorrectedClock() {
    anAlertThatIsOver();
    Frame frame = aFrame().withVacuum(70).atElapsed(11_000).firstSampleAt(1).ofSuction();

    assertThat(
            lines(
                episodes.judgeOutOfOrder(
                    new TakenEvent(
                        anEvent().with(frame).build(), 0, SESSION_START + 11_000 - 1, true),
                    frame,
                    limits(frame),
                    0)))
        .containsExactly("A WIDENED suction-hard-high #3 10000 to 12000 peak 70");
  }
}
