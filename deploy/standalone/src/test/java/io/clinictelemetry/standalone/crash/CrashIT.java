package io.clinictelemetry.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.harness.Chaos;
import io.clinictelemetry.standalone.harness.Chaos.Harm;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.Deed;
import io.clinictelemetry.standalone.harness.Evidence;
import io.clinictelemetry.standalone.harness.Fleet;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.Outcome;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Safety, usage and sink are killed again and again while a fleet feeds them.
 *
 * <p>System properties: {@code clinic.crash.kills}, number of kills, and {@code clinic.crash.seed},
 * which repeats the plan of a run that printed it.
 */
@Timeout(7200)
class CrashIT {

  private static final int DEVICES = 60;

  private final int kills = Integer.getInteger("clinic.crash.kills", 30);
  private final long seed =
      Long.getLong("clinic.crash.seed", ThreadLocalRandom.current().nextLong(1_000_000));

  @TempDir private Path directory;

  @Test
  void nothingIsLostOrDoubledWhateverIsKilled() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory.resolve("servers"));
        Fleet fleet = new Fleet(cluster, DEVICES, seed, directory.resolve("fleet"));
        ProcessPipeline pipeline =
            new ProcessPipeline(
                cluster, directory.resolve("pipeline"), Map.of("session.timeout", "20s"))) {
      Chaos chaos = new Chaos(seed, kills, pipeline.firstInstances(), cluster);
      System.out.println(chaos);
      fleet.start();
      pipeline.start();

      long begin = System.nanoTime();
      List<Harm> harms = chaos.run();
      Duration lasted = Duration.ofNanos(System.nanoTime() - begin);
      loseState(pipeline.usage());
      fleet.stop();

      Evidence evidence = pipeline.evidence();
      System.out.println(figures(pipeline, fleet, harms, lasted, evidence.seen()));
      Guarantee.requireAll(evidence);
      assertThat(harms).filteredOn(h -> h.kind() == Deed.Kind.KILL).hasSize(kills);
      for (ComponentProcess process : List.of(pipeline.safety(), pipeline.usage())) {
        assertThat(killed(harms, process.name()))
            .as("kills of %s with records in hand".formatted(process.name()))
            .anyMatch(harm -> harm.unfinished().orElseThrow().records() > 0);
      }
      assertThat(evidence.seen().count(TopicCatalogue.ALERTS.name())).isGreaterThan(10);
      assertThat(evidence.seen().count(TopicCatalogue.SESSIONS.name())).isGreaterThan(DEVICES);
      assertThat(evidence.seen().count(TopicCatalogue.QUARANTINE.name())).isGreaterThan(10);
    }
  }

  /** It comes back by itself, too, when its files cannot be read: they are but a copy. */
  private static void loseState(ComponentProcess component) throws Exception {
    component.kill();
    List<Path> stores;
    try (Stream<Path> files = Files.walk(component.stateDirectory())) {
      stores = files.filter(file -> file.endsWith("CURRENT")).toList();
    }
    assertThat(stores).isNotEmpty();
    Files.writeString(stores.get(0), "no manifest\n");
    component.start();
    component.awaitWorking();
    assertThat(component.log())
        .content()
        .contains("the local state of usage could not be opened and was deleted");
  }

  private static List<Harm> killed(List<Harm> harms, String victim) {
    return harms.stream()
        .filter(harm -> harm.kind() == Deed.Kind.KILL && harm.victim().equals(victim))
        .toList();
  }

  private String figures(
      ProcessPipeline pipeline, Fleet fleet, List<Harm> harms, Duration lasted, Outcome outcome) {
    StringBuilder text =
        new StringBuilder(
            "crash test of seed %d: %d kills in %d s; %d records fed"
                .formatted(seed, kills, lasted.toSeconds(), fleet.sent()));
    for (ComponentProcess process : pipeline.firstInstances()) {
      List<Harm> killed = killed(harms, process.name());
      List<Long> recoveries = killed.stream().map(h -> h.recovery().toMillis()).sorted().toList();
      text.append(
          "%n  %s: %d kills, %d with records in hand, %d in a transaction; working again after %d to %d ms, median %d"
              .formatted(
                  process.name(),
                  killed.size(),
                  killed.stream().filter(h -> h.unfinished().get().records() > 0).count(),
                  killed.stream().filter(h -> h.unfinished().get().transaction()).count(),
                  recoveries.get(0),
                  recoveries.get(recoveries.size() - 1),
                  recoveries.get(recoveries.size() / 2)));
      harms.stream()
          .filter(h -> h.victim().equals(process.name()) && h.kind() == Deed.Kind.PAUSE)
          .map(Harm::recovery)
          .max(Comparator.naturalOrder())
          .ifPresent(
              longest -> text.append(", after a pause at most %d".formatted(longest.toMillis())));
    }
    text.append(
        "%n  out came %d alerts, %d sessions, %d hours, %d rollups, %d in quarantine, %d rows"
            .formatted(
                outcome.count(TopicCatalogue.ALERTS.name()),
                outcome.count(TopicCatalogue.SESSIONS.name()),
                outcome.count(TopicCatalogue.USAGE_HOURLY.name()),
                outcome.count(TopicCatalogue.READING_ROLLUPS.name()),
                outcome.count(TopicCatalogue.QUARANTINE.name()),
                outcome.rowCount()));
    return text.toString();
  }
}
