package io.clinictelemetry.standalone.faults;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.producers.client.UndeliveredException;
import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.Programme;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.demo.Outputs;
import io.clinictelemetry.standalone.demo.TruthComparison;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.Evidence;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import io.clinictelemetry.standalone.harness.servers.BreakableServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Servers that can be broken, the components as processes, and a fleet that goes on sending. */
final class LivePipeline implements AutoCloseable {

  private static final int DEVICES = 12;
  private static final Duration TO_STOP = Duration.ofSeconds(60);

  private final BreakableServers servers;
  private final TestCluster cluster;
  private final ProcessPipeline pipeline;
  private final FleetSimulator fleet;
  private final Deque<Runnable> started = new ArrayDeque<>();

  /**
   * Starts all; returns when every device has begun a session.
   *
   * @param directory for all that they keep
   * @param brokers 1 or 3
   */
  LivePipeline(Path directory, int brokers) throws Exception {
    try {
      servers = new BreakableServers(directory.resolve("servers"), brokers);
      servers.start();
      started.push(servers::close);
      cluster = TestCluster.on(servers);
      started.push(cluster::close);
      pipeline = new ProcessPipeline(cluster, directory.resolve("pipeline"), Map.of());
      started.push(pipeline::close);
      pipeline.start();
      fleet =
          FleetSimulator.open(
              new FleetOptions(DEVICES, 3, 1, Programme.SHORT, true, directory.resolve("fleet")),
              cluster.settings().kafka(),
              cluster.serdes(),
              InstantSource.system(),
              new SimpleMeterRegistry());
      started.push(fleet::close);
      fleet.start();
      awaitPatiently()
          .alias("every device has begun a session")
          .until(() -> fleet.truth().sessions().size() >= DEVICES);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  BreakableServers servers() {
    return servers;
  }

  TestCluster cluster() {
    return cluster;
  }

  ProcessPipeline components() {
    return pipeline;
  }

  /** Nobody started anything again, and the fleet lives. */
  void requireUntouched() {
    for (ComponentProcess component : pipeline.firstInstances()) {
      component.requireRunning();
    }
    assertThat(fleet.health().live()).as(fleet.health().detail()).isTrue();
  }

  /** Waits until a component, which must go on living, says why it does not do its work. */
  void awaitNotReady(ComponentProcess component, String reason) {
    awaitPatiently()
        .alias("%s is not ready, because %s".formatted(component.name(), reason))
        .until(
            () -> {
              requireUntouched();
              return !component.isReady() && component.readiness().contains(reason);
            });
  }

  /**
   * The rest of a time passes in which all must go on living.
   *
   * @param sinceNanos when the time began, as {@link System#nanoTime} has it
   */
  void endure(Duration time, long sinceNanos) {
    Duration rest = time.minusNanos(System.nanoTime() - sinceNanos);
    if (rest.isNegative()) {
      return;
    }
    awaitPatiently()
        .during(rest)
        .until(
            () -> {
              requireUntouched();
              return true;
            });
  }

  /**
   * Waits until all that the fleet has sent so far is processed and in the database, every
   * component is ready, and the ledger balances.
   *
   * @param when as it reads in "2.1 s after the broker was back"
   */
  void awaitCaughtUp(String when) throws Exception {
    long begin = System.nanoTime();
    pipeline.awaitAccounted();
    Map<TopicPartition, Long> ends = cluster.ends(ProcessPipeline.WRITTEN);
    awaitPatiently()
        .alias("the sink has caught up")
        .until(
            () -> {
              requireUntouched();
              Map<TopicPartition, Long> written = cluster.written(cluster.databaseUrl());
              return ends.entrySet().stream()
                  .allMatch(end -> written.getOrDefault(end.getKey(), 0L) >= end.getValue());
            });
    pipeline.firstInstances().forEach(ComponentProcess::awaitReady);
    requireUntouched();
    assertThat(cluster.ledger("").balanced()).isTrue();
    System.out.printf(
        Locale.ROOT, "all caught up %.1f s after %s%n", (System.nanoTime() - begin) / 1e9, when);
  }

  /**
   * Ends the fleet and compares all that came out with what the fleet did, and with what comes out
   * of the same log when nothing breaks.
   *
   * @param more records of the telemetry topic that are neither the fleet's nor ticks
   */
  void requireNothingLostOrDoubled(int more) throws Exception {
    fleet.endSessionsAndStop(TO_STOP);
    GroundTruth truth = fleet.truth();
    assertThat(truth.produced().undelivered()).isZero();

    Evidence evidence = pipeline.evidence();
    Guarantee.requireAll(evidence);

    for (String application : Ledger.APPLICATIONS) {
      Ledger ledger = evidence.ledger();
      assertThat(
              ledger.sum(application, LedgerEntry::getInput)
                  - ledger.sum(application, LedgerEntry::getTicks))
          .as("telemetry records that %s read", application)
          .isEqualTo(truth.produced().events() + more);
      assertThat(ledger.sum(application, LedgerEntry::getDuplicate)).isZero();
      assertThat(ledger.sum(application, LedgerEntry::getQuarantined)).isZero();
    }
    TruthComparison comparison = TruthComparison.of(truth, Outputs.read(cluster.reader()));
    assertThat(comparison.sessionsCompared()).isGreaterThanOrEqualTo(DEVICES);
    assertThat(comparison.hoursCompared()).isGreaterThanOrEqualTo(DEVICES);
    assertThat(comparison.daysCompared()).isGreaterThanOrEqualTo(DEVICES);
    assertThat(comparison.faultsCompared()).isPositive();
    assertThat(comparison.alertsMissing()).isEmpty();
    assertThat(comparison.alertsExtra()).isEmpty();
    assertThat(comparison.differences()).isEmpty();
    System.out.printf(
        "servers broken: %d events of %d sessions with %d faults came through%n",
        truth.produced().events(), comparison.sessionsCompared(), comparison.faultsCompared());
  }

  /** Stops all, the last started first; what the fleet cannot deliver any more is let go. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().run();
      } catch (UndeliveredException e) {
        System.out.println("the fleet ended early: " + e.getMessage());
      }
    }
  }
}
