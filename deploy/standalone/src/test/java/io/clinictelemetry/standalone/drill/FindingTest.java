package io.clinictelemetry.standalone.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.producers.simulator.ExpectedAlert;
import io.clinictelemetry.producers.simulator.Scenario;
import io.clinictelemetry.producers.simulator.Scenarios;
import io.clinictelemetry.standalone.drill.Finding.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FindingTest {

  private static final Instant TRIGGERED = Instant.parse("2026-03-02T10:00:00Z");

  static List<Scenario> scenarios() {
    return Scenarios.all("drill", 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void passesWithExactlyWhatMustCome(Scenario scenario) {
    assertThat(finding(scenario, mustCome(scenario)).verdict()).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void missesEachAlertThatDoesNotCome(Scenario scenario) {
    List<Alert> all = mustCome(scenario);
    for (Alert left : all) {
      List<Alert> others = new ArrayList<>(all);
      others.remove(left);

      assertThat(finding(scenario, others).verdict()).isEqualTo(Verdict.MISSED);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void anAlertOfAnotherPriorityIsNotTheOneThatMustCome(Scenario scenario) {
    for (Alert alert : mustCome(scenario)) {
      List<Alert> others = new ArrayList<>(mustCome(scenario));
      others.remove(alert);
      Alert other = Alert.newBuilder(alert).build();
      other.setPriority(alert.getPriority() == Priority.LOW ? Priority.HIGH : Priority.LOW);
      others.add(other);

      assertThat(finding(scenario, others).passed()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void aSecondAlertAndOneOfAnotherRuleAreFalseAlarms(Scenario scenario) {
    Alert strange = alert(scenario.devices().get(0).getDeviceId(), "no-such-rule", Priority.LOW);
    List<Alert> withStrange = new ArrayList<>(mustCome(scenario));
    withStrange.add(strange);
    assertThat(finding(scenario, withStrange).verdict()).isEqualTo(Verdict.FALSE_ALARM);

    for (Alert alert : mustCome(scenario)) {
      List<Alert> twice = new ArrayList<>(mustCome(scenario));
      twice.add(Alert.newBuilder(alert).setAlertId(alert.getAlertId() + "again").build());
      assertThat(finding(scenario, twice).verdict()).isEqualTo(Verdict.FALSE_ALARM);
    }
  }

  @Test
  void saysWhatWasSeenAndHowLongItTook() {
    Scenario stuck =
        scenarios().stream()
            .filter(s -> s.name().equals("regulator-stuck"))
            .findFirst()
            .orElseThrow();

    Finding finding = finding(stuck, mustCome(stuck));

    assertThat(finding.control()).isFalse();
    assertThat(finding.expected()).isEqualTo("HIGH suction-hard-high");
    assertThat(finding.seen()).isEqualTo("HIGH suction-hard-high");
    assertThat(finding.latencyMs()).hasValue(250);
    assertThat(finding(stuck, List.of()).seen()).isEqualTo("nothing");
  }

  @Test
  void theReportCountsAndListsAll() {
    List<Scenario> scenarios = scenarios();
    List<Finding> findings = new ArrayList<>();
    findings.add(finding(scenarios.get(0), List.of()));
    scenarios.stream().skip(1).forEach(s -> findings.add(finding(s, mustCome(s))));

    JsonNode report = DrillReport.json(findings);

    assertThat(report.get("failed").intValue()).isEqualTo(1);
    assertThat(report.get("passed").intValue()).isEqualTo(scenarios.size() - 1);
    JsonNode first = report.get("results").get(0);
    assertThat(first.get("scenario").textValue()).isEqualTo(scenarios.get(0).name());
    assertThat(first.get("control").booleanValue()).isFalse();
    assertThat(first.get("verdict").textValue()).isEqualTo("MISSED");
    assertThat(first.get("seen").textValue()).isEqualTo("nothing");
    assertThat(first.get("expected").textValue()).isNotEmpty();
    assertThat(first.get("latency_ms").isNull()).isTrue();
  }

  private static Finding finding(Scenario scenario, List<Alert> alerts) {
    Map<String, Instant> seenAt = new HashMap<>();
    alerts.forEach(alert -> seenAt.put(alert.getAlertId(), TRIGGERED.plusMillis(250)));
    return Finding.of(scenario, alerts, seenAt);
  }

  private static List<Alert> mustCome(Scenario scenario) {
    List<Alert> alerts = new ArrayList<>();
    for (ExpectedAlert expected : scenario.expected()) {
      for (int i = 0; i < expected.least(); i++) {
        Alert alert =
            alert(expected.subjectId(), expected.rule().key(), expected.rule().priority());
        alert.setKind(expected.rule().kind());
        alert.setLate(expected.late());
        alerts.add(alert);
      }
    }
    return alerts;
  }

  private static Alert alert(String subject, String rule, Priority priority) {
    return Alert.newBuilder()
        .setAlertId(subject + rule)
        .setSubjectKind(SubjectKind.DEVICE)
        .setSubjectId(subject)
        .setClinicId("clinic")
        .setRule(rule)
        .setPriority(priority)
        .setKind(AlertKind.TREATMENT)
        .setState(AlertState.OPEN)
        .setLatched(false)
        .setStartedAt(TRIGGERED)
        .setTriggeredAt(TRIGGERED)
        .setDetectedAt(TRIGGERED)
        .setMeasured(1)
        .setPeak(1)
        .setLimit(1)
        .setUnit("kPa")
        .setPolicy("p#1")
        .setExplanation("")
        .setLate(false)
        .setRevision(1)
        .build();
  }
}
