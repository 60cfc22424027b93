package io.clinictelemetry.standalone.drill;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.producers.simulator.ExpectedAlert;
import io.clinictelemetry.producers.simulator.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of one scenario.
 *
 * @param scenario its name
 * @param control whether nothing, or no more than was expected, may come of it
 * @param expected the alerts that must come, for people
 * @param seen the alerts that came, for people
 * @param verdict how the two compare
 * @param latencyMs from the end of the sample that decided until the first expected alert could be
 *     seen, ms; empty when none came, or when it tells of what is past
 */
record Finding(
    String scenario,
    boolean control,
    String expected,
    String seen,
    Verdict verdict,
    OptionalLong latencyMs) {

  /** How what was seen compares with what was expected. */
  enum Verdict {
    /** Every alert came that must, and no other. */
    PASSED,
    /** An alert did not come, or not of the right rule, priority, kind or time. */
    MISSED,
    /** An alert came that nothing calls for. */
    FALSE_ALARM
  }

  private static final String NOTHING = "nothing";

  boolean passed() {
    return verdict == Verdict.PASSED;
  }

  /**
   * Compares.
   *
   * @param alerts all alerts about the scenario's clinic and devices
   * @param seenAt when each of them could first be seen, by its id
   */
  static Finding of(Scenario scenario, List<Alert> alerts, Map<String, Instant> seenAt) {
    List<Alert> unexplained = new ArrayList<>(alerts);
    List<Alert> asExpected = new ArrayList<>();
    boolean missed = false;
    for (ExpectedAlert expected : scenario.expected()) {
      List<Alert> found =
          unexplained.stream()
              .filter(alert -> fits(expected, alert))
              .limit(expected.most())
              .toList();
      unexplained.removeAll(found);
      missed |= found.size() < expected.least();
      if (expected.least() > 0 && !expected.late()) {
        asExpected.addAll(found);
      }
    }
    Verdict verdict =
        missed ? Verdict.MISSED : unexplained.isEmpty() ? Verdict.PASSED : Verdict.FALSE_ALARM;
    return new Finding(
        scenario.name(),
        scenario.isControl(),
        expected(scenario),
        seen(alerts),
        verdict,
        latency(asExpected, seenAt));
  }

  private static boolean fits(ExpectedAlert expected, Alert alert) {
    return alert.getSubjectId().equals(expected.subjectId())
        && alert.getRule().equals(expected.rule().key())
        && alert.getPriority() == expected.rule().priority()
        && alert.getKind() == expected.rule().kind()
        && alert.getLate() == expected.late();
  }

  private static OptionalLong latency(List<Alert> alerts, Map<String, Instant> seenAt) {
    return alerts.stream()
        .flatMap(
            alert ->
                Optional.ofNullable(seenAt.get(alert.getAlertId()))
                    .map(at -> Duration.between(alert.getTriggeredAt(), at).toMillis())
                    .stream())
        .mapToLong(latency -> Math.max(0, latency))
        .min();
  }

  private static String expected(Scenario scenario) {
    return orNothing(
        scenario.expected().stream()
            .filter(expected -> expected.least() > 0)
            .map(
                expected ->
                    "%s %s%s"
                        .formatted(
                            expected.rule().priority(),
                            expected.rule().key(),
                            expected.late() ? " (late)" : ""))
            .collect(Collectors.joining(", ")));
  }

  private static String seen(List<Alert> alerts) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Alert alert : alerts) {
      counts.merge(
          "%s %s%s"
              .formatted(alert.getPriority(), alert.getRule(), alert.getLate() ? " (late)" : ""),
          1,
          Integer::sum);
    }
    return orNothing(
        counts.entrySet().stream()
            .map(entry -> entry.getKey() + (entry.getValue() > 1 ? " × " + entry.getValue() : ""))
            .collect(Collectors.joining(", ")));
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : text;
  }
}
