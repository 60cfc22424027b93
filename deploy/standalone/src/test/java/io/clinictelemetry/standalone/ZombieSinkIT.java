package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.Fleet;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.HeldBackSessions;
import io.clinictelemetry.standalone.harness.HeldBackSessions.Moment;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sink stands still in the middle of a write, another takes its place, and it goes on. */
@Timeout(900)
class ZombieSinkIT {

  private static final int DEVICES = 30;

  /** The held statement must not time out before the takeover, which a busy machine delays. */
  private static final String PATIENT_STATEMENTS =
      "?options=-c%20statement_timeout=120000%20-c%20idle_in_transaction_session_timeout=10000";

  private static final String STALE = "clinic_sink_retries_total{because=\"stale-offset\"";

  @TempDir private Path directory;

  @Test
  void aSinkThatWasReplacedCannotWriteAndKeepsNothingLocked() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory.resolve("servers"));
        Fleet fleet = new Fleet(cluster, DEVICES, 1, directory.resolve("fleet"));
        ProcessPipeline pipeline =
            new ProcessPipeline(
                cluster,
                directory.resolve("pipeline"),
                Map.of(
                    "session.timeout",
                    "20s",
                    "kafka.session.timeout.ms",
                    "6000",
                    DatabaseSettings.URL,
                    cluster.databaseUrl() + PATIENT_STATEMENTS))) {
      fleet.start();
      pipeline.start();
      ComponentProcess first = pipeline.sink();
      first.awaitWorking();
      ComponentProcess second = pipeline.another("sink", "sink-2");
      try (HeldBackSessions held = new HeldBackSessions(cluster)) {
        List<String> sessions = held.ofSinks();
        second.start();
        second.awaitWorking();

        held.hold(sessions, Moment.BEFORE);
        first.pause();
        awaitAllWritten(cluster);
        assertThat(first.isPaused()).isTrue();
        held.release();
        first.resume();
        awaitPatiently()
            .alias("the first sink tried to write and was refused")
            .until(() -> first.metric(STALE) > 0);
        first.awaitReady();

        second.terminate();
        awaitAllWritten(cluster);
        sessions = held.ofSinks();
        held.hold(sessions, Moment.AFTER);
        first.pause();
        held.release();
        assertThat(held.standsInTransaction(sessions)).as("the paused sink holds locks").isTrue();
        second.start();
        awaitAllWritten(cluster);
        assertThat(first.isPaused()).isTrue();
        first.resume();
        first.awaitReady();
        awaitAllWritten(cluster);
      }
      fleet.stop();
      Guarantee.requireAll(pipeline.evidence());
    }
  }

  /** Waits until every partition that gets records moved on: somebody writes each of them. */
  private static void awaitAllWritten(TestCluster cluster)
      throws ExecutionException, InterruptedException {
    // The ledger is published all the time, for every telemetry partition.
    Map<TopicPartition, Long> ends = cluster.ends(List.of(TopicCatalogue.LEDGER.name()));
    ends.values().removeIf(end -> end == 0);
    assertThat(ends).isNotEmpty();
    awaitPatiently()
        .alias("all partitions are written")
        .until(
            () -> {
              Map<TopicPartition, Long> written = cluster.written(cluster.databaseUrl());
              return ends.entrySet().stream()
                  .allMatch(end -> written.getOrDefault(end.getKey(), 0L) > end.getValue());
            });
  }
}
