package io.clinictelemetry.standalone.pipeline;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.postgres.PostgresSink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second sink writes to a database of its own, where the test may do what it likes. */
@Timeout(600)
@OnSharedPipeline
class SinkIT {

  private static final String DEVICES = "it-sink-";

  @Test
  void neitherAStopNorARewindLosesOrDoublesARow(RunningPipeline pipeline) throws Exception {
    String url = pipeline.databases().create("sink_it");
    treatWithStuckRegulator(pipeline, DEVICES + 1);
    try (PostgresSink sink = sink(pipeline, url)) {
      sink.start();
      awaitEqualToTopics(pipeline, url, 1);
    }

    treatWithStuckRegulator(pipeline, DEVICES + 2);
    try (PostgresSink sink = sink(pipeline, url)) {
      sink.start();
      awaitEqualToTopics(pipeline, url, 2);
    }

    List<List<String>> rows = everything(pipeline, url);
    List<List<String>> offsets = offsets(pipeline, url);
    pipeline.databases().execute(url, "UPDATE sink_offsets SET next_offset = 0");
    try (PostgresSink sink = sink(pipeline, url)) {
      sink.start();
      awaitPatiently().until(() -> isAtOrAfter(offsets(pipeline, url), offsets));
      assertThat(everything(pipeline, url)).isEqualTo(rows);

      // While it runs, too: what the database says holds, and the sink goes back to it.
      pipeline.databases().execute(url, "UPDATE sink_offsets SET next_offset = 0");
      treatWithStuckRegulator(pipeline, DEVICES + 3);
      awaitEqualToTopics(pipeline, url, 3);
      assertThat(everything(pipeline, url)).containsAll(rows);
    }
    assertThat(pipeline.databases().rows(url, "SELECT * FROM sink_errors")).isEmpty();
  }

  private static void treatWithStuckRegulator(RunningPipeline pipeline, String id)
      throws InterruptedException {
    TestDevice device = pipeline.device(id);
    device.startSession();
    device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(3));
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(6));
    device.endSession();
    pipeline.awaitAccounted();
  }

  private static PostgresSink sink(RunningPipeline pipeline, String url) {
    Map<String, String> values = new HashMap<>(pipeline.properties());
    values.put(DatabaseSettings.URL, url);
    values.put(PostgresSink.GROUP, "sink-it");
    return new PostgresSink(Settings.of(values), new SimpleMeterRegistry());
  }

  private static void awaitEqualToTopics(RunningPipeline pipeline, String url, int devices) {
    List<String> alerts =
        pipeline.reader().latest(TopicCatalogue.ALERTS, Alert.class).values().stream()
            .filter(alert -> alert.getSubjectId().startsWith(DEVICES))
            .map(Alert::getAlertId)
            .toList();
    assertThat(alerts).hasSizeGreaterThanOrEqualTo(devices);
    List<List<String>> events = new ArrayList<>();
    pipeline
        .reader()
        .each(
            TopicCatalogue.ALERT_EVENTS,
            AlertEvent.class,
            record -> {
              if (alerts.contains(record.value().getAlertId())) {
                events.add(
                    List.of(
                        record.value().getAlertId(), record.value().getTransition().toString()));
              }
            });
    awaitPatiently()
        .untilAsserted(
            () -> {
              assertThat(
                      pipeline
                          .databases()
                          .rows(url, "SELECT alert_id FROM alerts" + ofTest("subject_id")))
                  .containsExactlyInAnyOrderElementsOf(alerts.stream().map(List::of).toList());
              assertThat(
                      pipeline
                          .databases()
                          .rows(
                              url,
                              "SELECT alert_id, transition FROM alert_events JOIN alerts"
                                  + " USING (alert_id)"
                                  + ofTest("subject_id")))
                  .containsExactlyInAnyOrderElementsOf(events);
              assertThat(
                      pipeline
                          .databases()
                          .rows(
                              url,
                              "SELECT device_id FROM sessions"
                                  + ofTest("device_id")
                                  + " AND status = 'CLOSED'"))
                  .hasSize(devices);
              assertThat(
                      pipeline
                          .databases()
                          .rows(
                              url,
                              "SELECT device_id, sum(treating_ms) FROM usage_hourly"
                                  + ofTest("device_id")
                                  + " GROUP BY device_id"))
                  .hasSize(devices)
                  .allMatch(row -> row.get(1).equals("9000"));
            });
  }

  /** Every column of the rows of this test's devices. */
  private static List<List<String>> everything(RunningPipeline pipeline, String url)
      throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    rows.addAll(
        pipeline
            .databases()
            .rows(url, "SELECT * FROM alerts" + ofTest("subject_id") + " ORDER BY 1"));
    rows.addAll(
        pipeline
            .databases()
            .rows(
                url,
                "SELECT e.* FROM alert_events e JOIN alerts USING (alert_id)"
                    + ofTest("subject_id")
                    + " ORDER BY 1, 2"));
    for (String table : List.of("sessions", "usage_hourly", "reading_rollups")) {
      rows.addAll(
          pipeline
              .databases()
              .rows(url, "SELECT * FROM " + table + ofTest("device_id") + " ORDER BY 1, 2, 3"));
    }
    return rows;
  }

  private static String ofTest(String column) {
    return " WHERE %s LIKE '%s%%'".formatted(column, DEVICES);
  }

  private static List<List<String>> offsets(RunningPipeline pipeline, String url)
      throws SQLException {
    return pipeline
        .databases()
        .rows(url, "SELECT topic, partition, next_offset FROM sink_offsets ORDER BY 1, 2");
  }

  private static boolean isAtOrAfter(List<List<String>> now, List<List<String>> then) {
    for (int i = 0; i < then.size(); i++) {
      if (Long.parseLong(now.get(i).get(2)) < Long.parseLong(then.get(i).get(2))) {
        return false;
      }
    }
    return true;
  }
}
