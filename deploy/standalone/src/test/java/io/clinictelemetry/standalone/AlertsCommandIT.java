package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an officer does with alerts from the command line, to the rows in the database. */
@Timeout(600)
@OnSharedPipeline
class AlertsCommandIT {

  @Test
  void aLatchedAlertIsAcknowledgedOnceAndTheDatabaseTellsByWhomAndWhy(RunningPipeline pipeline)
      throws Exception {
    Alert hard = stuck(pipeline, "it-officer-1").get(0);
    String id = hard.getAlertId();
    assertThat(clinic(pipeline, "list", "--clinic", RunningPipeline.CLINIC).output())
        .contains(id, "suction-hard-high", "over since", " active");

    CommandRun done =
        clinic(pipeline, "acknowledge", id.substring(0, 12), "--by", "Ada", "--why", "seen to it");
    assertThat(done.status()).as(done.errors()).isZero();
    assertThat(done.output()).contains("ACKNOWLEDGED at", "acknowledged by Ada at", "seen to it");

    CommandRun again = clinic(pipeline, "acknowledge", id, "--by", "Bob", "--why", "me too");
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.errors()).contains("no active alert has an id that begins with " + id);
    awaitRow(
        pipeline,
        "SELECT acknowledged, acknowledged_by, acknowledged_why, active FROM alerts"
            + " WHERE alert_id = '%s'".formatted(id),
        List.of("t", "Ada", "seen to it", "f"));
    awaitRow(
        pipeline,
        "SELECT given_by, why FROM alert_events WHERE alert_id = '%s'".formatted(id)
            + " AND transition = 'ACKNOWLEDGED'",
        List.of("Ada", "seen to it"));
  }

  @Test
  void aHardLimitIsNotShelvedAndTheRefusalIsKept(RunningPipeline pipeline) throws Exception {
    String id = stuck(pipeline, "it-officer-2").get(0).getAlertId();

    CommandRun run =
        clinic(pipeline, "shelve", id, "--for", "10m", "--by", "Ada", "--why", "too loud");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains("Refused: Hard limits", "are never shelved");
    awaitRow(
        pipeline,
        "SELECT given_by, why, revision FROM alert_events WHERE alert_id = '%s'".formatted(id)
            + " AND transition = 'REFUSED' AND refusal LIKE 'Hard limits%'",
        List.of("Ada", "too loud", "2"));

    assertThat(clinic(pipeline, "reset", id, "--by", "Ada", "--why", "checked").status()).isZero();
    assertThat(clinic(pipeline, "list").output()).doesNotContain(id);
  }

  @Test
  void whatIsMissingIsNamed(RunningPipeline pipeline) {
    CommandRun run = clinic(pipeline, "acknowledge", "nothing-begins-so", "--by", "Ada");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors()).contains("Missing required option: '--why=TEXT'");
  }

  /** The alerts of a session with suction that is stuck; it is over. */
  private static List<Alert> stuck(RunningPipeline pipeline, String id) throws Exception {
    TestDevice device = pipeline.device(id);
    device.startSession();
    device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(1));
    device.endSession();
    return awaitPatiently()
        .until(
            () ->
                pipeline.reader().latest(TopicCatalogue.ALERTS, Alert.class).values().stream()
                    .filter(alert -> alert.getSubjectId().equals(id))
                    .filter(alert -> alert.getRule().equals("suction-hard-high"))
                    .filter(alert -> alert.getEndedAt() != null)
                    .toList(),
            found -> !found.isEmpty());
  }

  private static void awaitRow(RunningPipeline pipeline, String query, List<String> row) {
    awaitPatiently().untilAsserted(() -> assertThat(pipeline.rows(query)).containsExactly(row));
  }

  private static CommandRun clinic(RunningPipeline pipeline, String... arguments) {
    return CommandRun.of(
        Stream.of(
                Stream.of("alerts"),
                Arrays.stream(arguments),
                Stream.of("--bootstrap-servers", pipeline.bootstrapServers()),
                Stream.of("--registry", pipeline.registryUrl()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }
}
