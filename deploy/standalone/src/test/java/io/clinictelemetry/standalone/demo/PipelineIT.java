package io.clinictelemetry.standalone.demo;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.producers.simulator.FaultTruth;
import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.Programme;
import io.clinictelemetry.producers.simulator.SessionTruth;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
@OnSharedPipeline
class PipelineIT {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path fleetState;

  @Test
  void whatComesOutIsWhatTheFleetDid(RunningPipeline pipeline) throws Exception {
    GroundTruth truth = runFleet(pipeline);
    assertThat(pipeline.awaitAccounted().balanced()).isTrue();

    Outputs outputs = Outputs.read(pipeline.reader());

    TruthComparison comparison = TruthComparison.of(truth, outputs);
    assertThat(comparison.faultsCompared()).isGreaterThanOrEqualTo(3);
    assertThat(comparison.sessionsCompared()).isGreaterThanOrEqualTo(3);
    assertThat(comparison.alertsMissing()).isEmpty();
    assertThat(comparison.alertsExtra()).isEmpty();
    assertThat(comparison.differences()).isEmpty();

    Set<String> devices =
        truth.sessions().stream().map(SessionTruth::deviceId).collect(Collectors.toSet());
    Map<String, Alert> alerts =
        select(outputs.alerts(), alert -> devices.contains(alert.getSubjectId()));
    assertThat(alerts).isNotEmpty();
    eachAlertOpensOnceAndClearsOnce(alerts, outputs.alertEvents());
    databaseHolds(pipeline, devices, outputs, alerts);
    apiGives(pipeline, devices, alerts);
  }

  /** Until at least three faults are over and three sessions ended by themselves. */
  private GroundTruth runFleet(RunningPipeline pipeline) throws InterruptedException {
    FleetOptions options = new FleetOptions(8, 3, 1, Programme.SHORT, true, fleetState);
    try (FleetSimulator fleet =
        FleetSimulator.open(
            options,
            pipeline.settings().kafka(),
            pipeline.serdes(),
            InstantSource.system(),
            new SimpleMeterRegistry())) {
      fleet.start();
      awaitPatiently()
          .until(
              fleet::truth,
              truth ->
                  truth.faults().stream().filter(FaultTruth::over).count() >= 3
                      && truth.sessions().stream().filter(s -> s.endedAt().isPresent()).count()
                          >= 3);
      fleet.endSessionsAndStop(STOP_TIMEOUT);
      assertThat(fleet.truth().produced().undelivered()).isZero();
      return fleet.truth();
    }
  }

  private static void eachAlertOpensOnceAndClearsOnce(
      Map<String, Alert> alerts, List<AlertEvent> events) {
    for (String id : alerts.keySet()) {
      assertThat(events.stream().filter(event -> event.getAlertId().equals(id)))
          .extracting(AlertEvent::getTransition)
          .containsExactly(AlertTransition.OPENED, AlertTransition.CLEARED);
    }
  }

  private static void databaseHolds(
      RunningPipeline pipeline, Set<String> devices, Outputs outputs, Map<String, Alert> alerts) {
    String ofFleet = devices.stream().collect(Collectors.joining("','", " IN ('", "')"));
    awaitPatiently()
        .untilAsserted(
            () -> {
              assertThat(
                      pipeline.rows(
                          "SELECT alert_id, rule, state, revision FROM alerts WHERE subject_id"
                              + ofFleet))
                  .containsExactlyInAnyOrderElementsOf(
                      rows(
                          alerts,
                          alert ->
                              List.of(
                                  alert.getAlertId(),
                                  alert.getRule(),
                                  alert.getState().name(),
                                  Integer.toString(alert.getRevision()))));
              assertThat(
                      pipeline.rows(
                          "SELECT device_id, session_id, treating_ms, samples_received, revision"
                              + " FROM sessions WHERE device_id"
                              + ofFleet))
                  .containsExactlyInAnyOrderElementsOf(
                      rows(
                          select(outputs.sessions(), s -> devices.contains(s.getDeviceId())),
                          PipelineIT::row));
              assertThat(
                      pipeline.rows(
                          "SELECT device_id, extract(epoch FROM window_start)::bigint, treating_ms,"
                              + " revision FROM usage_hourly WHERE device_id"
                              + ofFleet))
                  .containsExactlyInAnyOrderElementsOf(
                      rows(
                          select(outputs.hours(), h -> devices.contains(h.getDeviceId())),
                          PipelineIT::row));
            });
  }

  private static List<String> row(SessionSummary session) {
    return List.of(
        session.getDeviceId(),
        session.getSessionId(),
        Long.toString(session.getTreatingMs()),
        Long.toString(session.getSamplesReceived()),
        Integer.toString(session.getRevision()));
  }

  private static List<String> row(DeviceUsage hour) {
    return List.of(
        hour.getDeviceId(),
        Long.toString(hour.getWindowStart().getEpochSecond()),
        Long.toString(hour.getTreatingMs()),
        Integer.toString(hour.getRevision()));
  }

  private static void apiGives(
      RunningPipeline pipeline, Set<String> devices, Map<String, Alert> alerts) throws Exception {
    JsonNode page = pipeline.api("alerts?limit=1000").get("alerts");
    assertThat(
            StreamSupport.stream(page.spliterator(), false)
                .filter(alert -> devices.contains(alert.get("subject_id").asText()))
                .map(alert -> alert.get("alert_id").asText()))
        .containsExactlyInAnyOrderElementsOf(alerts.keySet());
  }

  @Test
  void aStuckRegulatorRaisesOneAlertThatClears(RunningPipeline pipeline) throws Exception {
    TestDevice healthy = pipeline.device("it-healthy");
    healthy.startSession();
    healthy.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(10));
    healthy.endSession();
    TestDevice stuck = pipeline.device("it-stuck");
    String session = stuck.startSession();
    stuck.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(3));
    stuck.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(3));
    stuck.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(6));
    stuck.endSession();
    pipeline.awaitAccounted();

    Outputs outputs = Outputs.read(pipeline.reader());

    assertThat(outputs.alerts().values())
        .noneMatch(alert -> alert.getSubjectId().equals(healthy.id()));
    assertThat(
            outputs.alertEvents().stream()
                .filter(event -> event.getAlert().getSubjectId().equals(stuck.id()))
                .filter(event -> event.getAlert().getRule().equals("suction-hard-high")))
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.OPENED, AlertTransition.CLEARED);
    Alert alert =
        outputs.alerts().values().stream()
            .filter(a -> a.getSubjectId().equals(stuck.id()))
            .filter(a -> a.getRule().equals("suction-hard-high"))
            .findFirst()
            .orElseThrow();
    assertThat(alert.getSessionId()).isEqualTo(session);
    assertThat(alert.getPeak()).isEqualTo(TestDevice.STUCK_KPA);
    // High priority stays with the people until one of them has seen it.
    assertThat(alert.getLatched()).isTrue();
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(pipeline.api("alerts?active=true&device=" + stuck.id()).get("alerts"))
                    .extracting(a -> a.get("alert_id").asText())
                    .contains(alert.getAlertId()));
  }

  private static <V> Map<String, V> select(
      Map<String, V> all, java.util.function.Predicate<V> condition) {
    return all.entrySet().stream()
        .filter(entry -> condition.test(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static <V> List<List<String>> rows(Map<String, V> all, Function<V, List<String>> row) {
    return all.values().stream().map(row).toList();
  }
}
