package io.clinictelemetry.standalone.faults;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.FakeClock;
import io.clinictelemetry.standalone.harness.Fleet;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.HeldBackSessions;
import io.clinictelemetry.standalone.harness.HeldBackSessions.Moment;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes stand still, join, leave and lose their clock under a fleet that never stops. In this
 * order, because most of the time is starting, and all of it must add up in the end.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisturbedProcessesIT {

  private static final int DEVICES = 60;

  /** The held statement must not time out before the takeover, which a busy machine delays. */
  private static final String PATIENT_STATEMENTS =
      "?options=-c%20statement_timeout=120000%20-c%20idle_in_transaction_session_timeout=10000";

  private static final String STALE = "clinic_sink_retries_total{because=\"stale-offset\"";

  /** {@code true}: the test fails where the library is missing. */
  private static final String REQUIRE_FAKETIME = "CLINIC_REQUIRE_FAKETIME";

  private static final Duration CLOSE_ENOUGH = Duration.ofMinutes(10);

  private Optional<FakeClock> clock;
  private TestCluster cluster;
  private Fleet fleet;
  private ProcessPipeline pipeline;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    clock = FakeClock.find(directory.resolve("clock"));
    cluster = TestCluster.start(directory.resolve("servers"));
    fleet = new Fleet(cluster, DEVICES, 1, directory.resolve("fleet"));
    pipeline =
        new ProcessPipeline(
            cluster,
            directory.resolve("pipeline"),
            Map.of(
                "session.timeout",
                "20s",
                "kafka.session.timeout.ms",
                "6000",
                DatabaseSettings.URL,
                cluster.databaseUrl() + PATIENT_STATEMENTS));
    for (ComponentProcess process : pipeline.firstInstances()) {
      clock.ifPresent(fake -> process.with(fake.environment()));
    }
    fleet.start();
    pipeline.start();
  }

  @AfterAll
  void stop() {
    if (pipeline != null) {
      pipeline.close();
    }
    if (fleet != null) {
      fleet.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void aSinkThatWasReplacedCannotWriteAndKeepsNothingLocked() throws Exception {
    ComponentProcess first = pipeline.sink();
    first.awaitWorking();
    ComponentProcess second = pipeline.another("sink", "sink-2");
    try (HeldBackSessions held = new HeldBackSessions(cluster)) {
      List<String> sessions = held.ofSinks();
      second.start();
      second.awaitWorking();

      held.hold(sessions, Moment.BEFORE);
      first.pause();
      awaitAllWritten();
      assertThat(first.isPaused()).isTrue();
      held.release();
      first.resume();
      awaitPatiently()
          .alias("the first sink tried to write and was refused")
          .until(() -> first.metric(STALE) > 0);
      first.awaitReady();

      second.terminate();
      awaitAllWritten();
      sessions = held.ofSinks();
      held.hold(sessions, Moment.AFTER);
      first.pause();
      held.release();
      assertThat(held.standsInTransaction(sessions)).as("the paused sink holds locks").isTrue();
      second.start();
      awaitAllWritten();
      assertThat(first.isPaused()).isTrue();
      first.resume();
      first.awaitReady();
      awaitAllWritten();
    }
    second.terminate();
  }

  /** Waits until every partition that gets records moved on: somebody writes each of them. */
  private void awaitAllWritten() throws ExecutionException, InterruptedException {
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

  @Test
  @Order(2)
  void instancesThatJoinAndLeaveTakeAndGivePartitions() throws Exception {
    ComponentProcess safety = pipeline.another("safety", "safety-2");
    ComponentProcess usage = pipeline.another("usage", "usage-2");

    join(safety, usage);
    safety.terminate();
    usage.kill();
    awaitOneOwner();

    join(safety, usage);
    safety.kill();
    usage.terminate();
    awaitOneOwner();
  }

  private void join(ComponentProcess... processes) {
    for (ComponentProcess process : processes) {
      process.start();
    }
    for (ComponentProcess process : processes) {
      awaitPatiently()
          .alias(process.name() + " has taken over some partitions")
          .until(() -> owners(process.component()).size() == 2);
      process.awaitWorking();
    }
  }

  private void awaitOneOwner() {
    for (String application : List.of("safety", "usage")) {
      awaitPatiently()
          .alias("one instance of %s has all partitions".formatted(application))
          .until(() -> owners(application).equals(List.of((long) Pipeline.PARTITIONS)));
    }
  }

  /** How many telemetry partitions each member has that has any. */
  private List<Long> owners(String application) throws ExecutionException, InterruptedException {
    String group = "clinic-" + application;
    return cluster
        .admin()
        .describeConsumerGroups(List.of(group))
        .describedGroups()
        .get(group)
        .get()
        .members()
        .stream()
        .map(
            member ->
                member.assignment().topicPartitions().stream()
                    .filter(p -> p.topic().equals(TopicCatalogue.TELEMETRY.name()))
                    .count())
        .filter(count -> count > 0)
        .toList();
  }

  @Test
  @Order(3)
  void aClockThatIsSetBackEndsWhoGoesByItAndAnotherOffsetIsNoMatter() throws Exception {
    if (clock.isEmpty() && Boolean.parseBoolean(System.getenv(REQUIRE_FAKETIME))) {
      throw new IllegalStateException(
          "%s is true, but there is no libfaketime: install it (Debian: apt install libfaketime)."
              .formatted(REQUIRE_FAKETIME));
    }
    assumeTrue(clock.isPresent(), "there is no libfaketime (Debian: apt install libfaketime)");
    awaitClocks(Duration.ZERO);

    clock.get().step("+1h");
    awaitClocks(Duration.ofHours(1));
    pipeline.awaitAccounted();
    assertThat(pipeline.firstInstances()).allMatch(ComponentProcess::isRunning);

    clock.get().step("-2h");
    for (ComponentProcess process : pipeline.firstInstances()) {
      endsBecauseOfItsClock(process);
      process.start();
    }
    awaitClocks(Duration.ofHours(-2));
    pipeline.awaitAccounted();
  }

  /** As it should: Kafka's clients would do nothing for three hours. */
  private static void endsBecauseOfItsClock(ComponentProcess process) throws IOException {
    awaitPatiently().alias(process.name() + " has ended").until(() -> !process.isRunning());
    assertThat(Files.readString(process.log())).contains("clock was set back by");
  }

  /** Waits until each process goes by a clock that is wrong by so much. */
  private void awaitClocks(Duration offset) {
    for (ComponentProcess process : pipeline.firstInstances()) {
      awaitPatiently()
          .alias("%s sees a clock wrong by %s".formatted(process.name(), offset))
          .until(
              () ->
                  process
                      .clock()
                      .map(seen -> Duration.between(Instant.now().plus(offset), seen).abs())
                      .filter(difference -> difference.compareTo(CLOSE_ENOUGH) < 0)
                      .isPresent());
    }
  }

  @Test
  @Order(4)
  void inTheEndNothingIsLostOrDoubled() throws Exception {
    fleet.stop();
    Guarantee.requireAll(pipeline.evidence());
  }
}
