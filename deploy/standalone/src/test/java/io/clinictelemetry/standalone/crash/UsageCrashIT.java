package io.clinictelemetry.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.producers.simulator.FleetOptions;
import io.clinictelemetry.producers.simulator.FleetSimulator;
import io.clinictelemetry.producers.simulator.Programme;
import io.clinictelemetry.standalone.demo.Outputs;
import io.clinictelemetry.standalone.demo.TruthComparison;
import io.clinictelemetry.standalone.harness.Chaos;
import io.clinictelemetry.standalone.harness.Chaos.Harm;
import io.clinictelemetry.standalone.harness.Deed;
import io.clinictelemetry.standalone.harness.Evidence;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Usage and sink are killed again and again while they work off days of a fleet's past: what they
 * have in hand belongs to many hours and days at once, all of it late.
 *
 * <p>System property: {@code clinic.crash.seed} repeats the plan of a run that printed it.
 */
@Timeout(900)
class UsageCrashIT {

  private static final int DEVICES = 4;
  private static final Duration PAST = Duration.ofDays(8);
  private static final int KILLS = 8;

  private final long seed =
      Long.getLong("clinic.crash.seed", ThreadLocalRandom.current().nextLong(1_000_000));

  @TempDir private Path directory;

  @Test
  void hoursAndDaysAreThoseOfAnUndisturbedPassAndOfTheFleet() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory.resolve("servers"));
        FleetSimulator fleet = fleet(cluster);
        ProcessPipeline pipeline =
            new ProcessPipeline(cluster, directory.resolve("pipeline"), Map.of())) {
      Chaos chaos = new Chaos(seed, KILLS, List.of(pipeline.usage(), pipeline.sink()), cluster);
      System.out.println(chaos);
      pipeline.start();

      CompletableFuture<Void> past = CompletableFuture.runAsync(() -> live(fleet));
      List<Harm> harms = chaos.run();
      past.get();

      Evidence evidence = pipeline.evidence();
      Guarantee.requireAll(evidence);
      assertThat(harms).filteredOn(harm -> harm.kind() == Deed.Kind.KILL).hasSize(KILLS);
      assertThat(harms)
          .as("kills of usage with a part of the past in hand")
          .anyMatch(
              harm ->
                  harm.victim().equals(pipeline.usage().name())
                      && harm.unfinished().filter(left -> left.records() > 100).isPresent());
      assertThat(evidence.seen().count(TopicCatalogue.SESSIONS.name())).isPositive();
      TruthComparison lived = TruthComparison.of(fleet.truth(), Outputs.read(cluster.reader()));
      assertThat(lived.daysCompared()).isGreaterThan(DEVICES);
      assertThat(lived.differences()).isEmpty();
      System.out.printf(
          "%d events of the past; %d sessions, %d hours, %d days; records in hand at the kills: %s%n",
          fleet.truth().produced().events(),
          lived.sessionsCompared(),
          lived.hoursCompared(),
          lived.daysCompared(),
          harms.stream()
              .flatMap(harm -> harm.unfinished().stream())
              .map(left -> Long.toString(left.records()))
              .toList());
    }
  }

  private FleetSimulator fleet(TestCluster cluster) {
    return FleetSimulator.open(
        new FleetOptions(
            DEVICES, 3, seed, Programme.SHORT, true, directory.resolve("fleet"), Optional.of(PAST)),
        cluster.settings().kafka(),
        cluster.serdes(),
        InstantSource.system(),
        new SimpleMeterRegistry());
  }

  private static void live(FleetSimulator fleet) {
    try {
      fleet.publishPast(day -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
