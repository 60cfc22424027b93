package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.Fleet;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Second instances of safety and usage join and leave while they process. */
@Timeout(900)
class RebalanceIT {

  private static final int DEVICES = 60;

  @TempDir private Path directory;

  @Test
  void instancesThatJoinAndLeaveChangeNothing() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory.resolve("servers"));
        Fleet fleet = new Fleet(cluster, DEVICES, 1, directory.resolve("fleet"));
        ProcessPipeline pipeline =
            new ProcessPipeline(
                cluster, directory.resolve("pipeline"), Map.of("session.timeout", "20s"))) {
      fleet.start();
      pipeline.start();
      ComponentProcess safety = pipeline.another("safety", "safety-2");
      ComponentProcess usage = pipeline.another("usage", "usage-2");

      join(cluster, safety, usage);
      safety.terminate();
      usage.kill();
      awaitOneOwner(cluster);

      join(cluster, safety, usage);
      safety.kill();
      usage.terminate();
      awaitOneOwner(cluster);

      fleet.stop();
      Guarantee.requireAll(pipeline.evidence());
    }
  }

  private static void join(TestCluster cluster, ComponentProcess... processes) {
    for (ComponentProcess process : processes) {
      process.start();
    }
    for (ComponentProcess process : processes) {
      awaitPatiently()
          .alias(process.name() + " has taken over some partitions")
          .until(() -> owners(cluster, process.component()).size() == 2);
      process.awaitWorking();
    }
  }

  private static void awaitOneOwner(TestCluster cluster) {
    for (String application : List.of("safety", "usage")) {
      awaitPatiently()
          .alias("one instance of %s has all partitions".formatted(application))
          .until(() -> owners(cluster, application).equals(List.of((long) Pipeline.PARTITIONS)));
    }
  }

  /** How many telemetry partitions each member has that has any. */
  private static List<Long> owners(TestCluster cluster, String application)
      throws ExecutionException, InterruptedException {
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
}
