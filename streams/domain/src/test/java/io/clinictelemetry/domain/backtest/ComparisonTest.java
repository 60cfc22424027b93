package io.clinictelemetry.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clinictelemetry.domain.backtest.Comparison.Row;
import io.clinictelemetry.domain.rules.Rule.Priority;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final long HOUR_MS = 3_600_000;

  @Test
  void anAlertThatBeginsLaterUnderALooserLimitIsKept() {
    Comparison comparison =
        compare(
            List.of(alert("d", "s", "r", 1_000, 9_000)),
            List.of(alert("d", "s", "r", 4_000, 8_000)));

    assertThat(comparison.lost()).isEmpty();
    assertThat(comparison.gained()).isEmpty();
    assertThat(comparison.differences()).isEmpty();
  }

  @Test
  void twoThatAreOneUnderAStricterLimitAreBothKept() {
    Comparison comparison =
        compare(
            List.of(alert("d", "s", "r", 1_000, 2_000), alert("d", "s", "r", 6_000, 7_000)),
            List.of(alert("d", "s", "r", 500, 9_000)));

    assertThat(comparison.lost()).isEmpty();
    assertThat(comparison.gained()).isEmpty();
  }

  @Test
  void anotherDeviceRuleSessionOrTimeIsAnotherAlert() {
    JudgedAlert now = alert("d", "s", "r", 1_000, 2_000);
    for (JudgedAlert other :
        List.of(
            alert("e", "s", "r", 1_000, 2_000),
            alert("d", "s", "q", 1_000, 2_000),
            alert("d", "t", "r", 1_000, 2_000),
            alert("d", "s", "r", 2_001, 3_000))) {
      Comparison comparison = compare(List.of(now), List.of(other));

      assertThat(comparison.lost()).containsExactly(now);
      assertThat(comparison.gained()).containsExactly(other);
    }
  }

  @Test
  void differencesAreCountedByDeviceAndRule() {
    Comparison comparison =
        compare(
            List.of(
                alert("b", "s", "r", 1_000, 2_000),
                alert("b", "s", "r", 5_000, 6_000),
                alert("a", "s", "q", 1_000, 2_000),
                alert("c", "s", "r", 1_000, 2_000)),
            List.of(
                alert("b", "s", "r", 5_500, 6_000),
                alert("b", "s", "r", 8_000, 9_000),
                alert("c", "s", "r", 1_000, 2_000)));

    assertThat(comparison.differences())
        .containsExactly(new Row("a", "q", 1, 0, 1, 0), new Row("b", "r", 2, 2, 1, 1));
  }

  @Test
  void whatIsOutsideOfThePeriodKeepsWhatIsInsideAndIsNotCounted() {
    JudgedAlert before = alert("d", "s", "r", 1_000, 9_000);
    JudgedAlert inside = alert("d", "s", "r", 6_000, 8_000);

    Comparison comparison =
        new Comparison(List.of(before), List.of(inside), alert -> alert.detectedAtMs() >= 5_000);

    assertThat(comparison.now()).isEmpty();
    assertThat(comparison.then()).containsExactly(inside);
    assertThat(comparison.gained()).isEmpty();
    assertThat(comparison.lost()).isEmpty();
  }

  @Test
  void theLoadIsTheMeanOverThePeriodAndTheBusiestHour() {
    Map<String, HourlyLoad> loads =
        HourlyLoad.byClinic(
            List.of(
                alert("d", "s", "r", HOUR_MS, HOUR_MS),
                alert("d", "s", "r", 3 * HOUR_MS, 3 * HOUR_MS),
                alert("d", "s", "r", 4 * HOUR_MS - 1, 4 * HOUR_MS)),
            2 * HOUR_MS);

    assertThat(loads.keySet()).containsExactly("clinic");
    HourlyLoad load = loads.get("clinic");
    assertThat(load.alerts()).isEqualTo(3);
    assertThat(load.perHour()).isCloseTo(1.5, within(1e-9));
    assertThat(load.busiest()).isEqualTo(2);
    assertThat(load.busiestFromMs()).isEqualTo(3 * HOUR_MS);
  }

  private static Comparison compare(List<JudgedAlert> now, List<JudgedAlert> then) {
    return new Comparison(now, then, alert -> true);
  }

  private static JudgedAlert alert(
      String device, String session, String rule, long startedAtMs, long endedAtMs) {
    return new JudgedAlert(
        device,
        "clinic",
        Optional.of(session),
        rule,
        Priority.LOW,
        startedAtMs,
        endedAtMs,
        startedAtMs);
  }
}
