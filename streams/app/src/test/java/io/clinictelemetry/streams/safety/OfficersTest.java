package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.linkTransitions;
import static io.clinictelemetry.streams.testing.SafetyOutput.responses;
import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertCommandKind;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with alerts, from their commands to what is told. */
class OfficersTest {

  private Pipeline pipeline;
  private final TestDevice device = device("d1");
  private int commands;

  @BeforeEach
  void start() {
    pipeline = Pipeline.safety().register("d1", DeviceClass.SALON);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  /**
   * A hard alert that was found at +1000 and a soft one that was found at +2000; both still hold.
   */
  private List<Alert> twoAlerts() {
    pipeline.append(device.startsSession("s1").suction(3_000, 70).sent());
    List<Alert> alerts = pipeline.alerts().stream().map(TestRecord::value).toList();
    pipeline.alertEvents();
    assertThat(alerts)
        .extracting(Alert::getRule)
        .containsExactly("suction-hard-high", "suction-soft-high");
    return alerts;
  }

  private AlertCommand.Builder asked(AlertCommandKind kind, Alert alert) {
    return AlertCommand.newBuilder()
        .setCommandId("c" + ++commands)
        .setKind(kind)
        .setAlertId(alert.getAlertId())
        .setSubjectKind(alert.getSubjectKind())
        .setSubjectId(alert.getSubjectId())
        .setClinicId(alert.getClinicId())
        .setRule(alert.getRule())
        .setBy("Ada")
        .setWhy("seen");
  }

  private void asks(AlertCommandKind kind, Alert alert, long atMs) {
    Long shelveMs = kind == AlertCommandKind.SHELVE ? 60_000L : null;
    pipeline.command(asked(kind, alert).setShelveMs(shelveMs).build(), T0 + atMs);
  }

  @Test
  void aHighAlertThatNobodyAcknowledgesIsEscalatedToTheMillisecond() {
    twoAlerts();
    pipeline.tick(T0 + 60_999);
    assertThat(responses(pipeline)).isEmpty();

    pipeline.tick(T0 + 61_000);
    assertThat(responses(pipeline)).containsExactly("+61000 d1 ESCALATED suction-hard-high #2");
  }

  @Test
  void whatIsAcknowledgedIsNotEscalatedButAnnouncedAgainWhileItHolds() {
    Alert hard = twoAlerts().get(0);
    asks(AlertCommandKind.ACKNOWLEDGE, hard, 10_000);
    assertThat(responses(pipeline)).containsExactly("+10000 d1 ACKNOWLEDGED suction-hard-high #2");

    for (int at = 20_000; at < 320_000; at += 20_000) {
      pipeline.append(device.at(T0 + at).suction(1_000, 70).last());
    }
    pipeline.tick(T0 + 310_000);
    assertThat(responses(pipeline))
        .containsExactly(
            "+302000 d1 ESCALATED suction-soft-high #2",
            "+310000 d1 RE_ALARMED suction-hard-high #3");
  }

  @Test
  void aLatchedAlertStaysUntilSomebodyAcknowledgesOrResetsIt() {
    Alert hard = twoAlerts().get(0);
    pipeline.append(device.endsSession().last());
    assertThat(transitions(pipeline)).hasSize(2).allMatch(line -> line.contains("CLEARED"));

    asks(AlertCommandKind.RESET, hard, 10_000);
    pipeline.tick(T0 + 400_000);
    assertThat(responses(pipeline)).containsExactly("+10000 d1 RESET suction-hard-high #3");
  }

  @Test
  void aShelvedRuleIsRecordedAndComesBackByItself() {
    Alert soft = twoAlerts().get(1);
    asks(AlertCommandKind.SHELVE, soft, 10_000);
    AlertEvent shelved = pipeline.alertEvents().get(0).value();
    assertThat(shelved.getAlert().getShelf().getUntil().toEpochMilli()).isEqualTo(T0 + 70_000);
    assertThat(shelved.getAlert().getShelf().getMark().getBy()).isEqualTo("Ada");
    assertThat(shelved.getBy()).isEqualTo("Ada");
    assertThat(shelved.getWhy()).isEqualTo("seen");
    assertThat(shelved.getCommandId()).isEqualTo("c1");
    pipeline.alerts();

    pipeline.append(device.endsSession().last());
    assertThat(pipeline.alerts())
        .extracting(alert -> alert.value().getRule() + " " + alert.value().getShelved())
        .containsExactlyInAnyOrder("suction-soft-high true", "suction-hard-high false");
    pipeline.alertEvents();
    pipeline.tick(T0 + 75_000);
    assertThat(responses(pipeline))
        .containsExactlyInAnyOrder(
            "+70000 d1 SHELF_ENDED suction-soft-high #4",
            "+61000 d1 ESCALATED suction-hard-high #3");
  }

  @Test
  void aHardLimitIsNeverShelvedAndARefusalSaysWhyAndChangesNothing() {
    Alert hard = twoAlerts().get(0);
    asks(AlertCommandKind.SHELVE, hard, 10_000);
    assertThat(responses(pipeline))
        .containsExactly(
            "+10000 d1 REFUSED suction-hard-high #1: Hard limits and the loss of communication in"
                + " a session are never shelved.");

    asks(AlertCommandKind.ACKNOWLEDGE, hard, 11_000);
    assertThat(responses(pipeline)).containsExactly("+11000 d1 ACKNOWLEDGED suction-hard-high #2");
  }

  @Test
  void aCommandThatComesTwiceIsDoneOnce() {
    AlertCommand command = asked(AlertCommandKind.ACKNOWLEDGE, twoAlerts().get(0)).build();
    pipeline.command(command, T0 + 10_000).command(command, T0 + 10_500);

    assertThat(responses(pipeline)).containsExactly("+10000 d1 ACKNOWLEDGED suction-hard-high #2");
  }

  @Test
  void aCommandOnAnAlertThatIsOverIsAnsweredWithWhatTheCommandSaysOfIt() {
    Alert soft = twoAlerts().get(1);
    pipeline.append(device.endsSession().last());
    pipeline.alertEvents();
    pipeline.alerts();
    asks(AlertCommandKind.ACKNOWLEDGE, soft, 10_000);

    List<TestRecord<String, AlertEvent>> events = pipeline.alertEvents();
    assertThat(events).hasSize(1);
    AlertEvent refused = events.get(0).value();
    assertThat(refused.getAlert().getState()).isEqualTo(AlertState.UNKNOWN);
    assertThat(refused.getAlert().getAlertId()).isEqualTo(soft.getAlertId());
    assertThat(refused.getRefusal()).contains("No alert of this id is on the active list");
    assertThat(pipeline.alerts()).isEmpty();
  }

  @Test
  void theTimesAreThoseOfTheClinicsPolicy() {
    pipeline.policy(
        new Policy(
            Scope.parse("clinic/clinic-1"),
            1,
            T0 - Policy.MIN_LEAD_MS,
            T0,
            "Ada",
            "nobody is far here",
            Map.of(LimitName.ESCALATE_HIGH, 20.0)));
    twoAlerts();
    pipeline.tick(T0 + 30_000);

    assertThat(responses(pipeline)).containsExactly("+21000 d1 ESCALATED suction-hard-high #2");
  }

  @Test
  void commandsOnSilenceGoToTheStageThatTellsOfIt() {
    pipeline.append(device.heartbeat().sent()).ticks(T0 + 120_000, T0 + 131_000);
    Alert silent = pipeline.alerts().get(0).value();
    assertThat(silent.getRule()).isEqualTo("device-silent");
    pipeline.alertEvents();
    asks(AlertCommandKind.SHELVE, silent, 132_000);
    assertThat(responses(pipeline)).containsExactly("+132000 d1 SHELVED device-silent #2");

    pipeline.ticks(T0 + 190_000, T0 + 193_000);
    assertThat(responses(pipeline)).containsExactly("+192000 d1 SHELF_ENDED device-silent #3");
    pipeline.append(device.at(T0 + 200_000).heartbeat().last()).tick(T0 + 202_000);
    pipeline.tick(T0 + 203_000);
    assertThat(linkTransitions(pipeline)).singleElement().asString().contains("CLEARED", "#4");
  }

  @Test
  void aCommandThatCannotBeUsedGoesToQuarantineAndStopsNothing() {
    Alert hard = twoAlerts().get(0);
    byte[] key = "d1".getBytes(StandardCharsets.UTF_8);
    pipeline.command(key, new byte[] {1, 2, 3}, T0 + 4_000);
    pipeline.command(key, null, T0 + 4_000);
    pipeline.command(
        "d2".getBytes(StandardCharsets.UTF_8),
        pipeline.bytes(TopicCatalogue.ALERT_COMMANDS, asked(AlertCommandKind.RESET, hard).build()),
        T0 + 4_000);
    pipeline.command(asked(AlertCommandKind.UNKNOWN, hard).build(), T0 + 4_000);
    pipeline.command(asked(AlertCommandKind.RESET, hard).setCommandId("").build(), T0 + 4_000);
    pipeline.command(
        asked(AlertCommandKind.RESET, hard).setWhy("x".repeat(9_000)).build(), T0 + 4_000);

    assertThat(pipeline.quarantined())
        .extracting(
            record ->
                new String(
                    record.headers().lastHeader(QuarantineHeaders.REASON).value(),
                    StandardCharsets.UTF_8))
        .containsExactly(
            "not-avro", "not-avro", "key-mismatch", "unknown-kind", "invalid-id", "too-large");
    asks(AlertCommandKind.ACKNOWLEDGE, hard, 5_000);
    assertThat(responses(pipeline)).hasSize(1);
  }
}
