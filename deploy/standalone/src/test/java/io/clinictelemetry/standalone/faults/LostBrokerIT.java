package io.clinictelemetry.standalone.faults;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.harness.servers.BrokerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers with three copies of everything, two of which must be written; one is lost. */
@Timeout(600)
class LostBrokerIT {

  @TempDir private Path directory;

  @Test
  void losesNothingWithABrokerThatLedAndCoordinated() throws Exception {
    try (LivePipeline live = new LivePipeline(directory, 3)) {
      Admin admin = live.cluster().admin();
      assertThat(copies(admin)).allMatch(partition -> partition.isr().size() == 3);
      int coordinator =
          admin
              .describeConsumerGroups(List.of("clinic-postgres-sink"))
              .all()
              .get()
              .get("clinic-postgres-sink")
              .coordinator()
              .id();
      assertThat(copies(admin)).anyMatch(partition -> partition.leader().id() == coordinator);
      BrokerProcess lost = live.servers().brokers().node(coordinator);

      lost.kill();

      assertThat(lost.accepts()).as("the port of the lost broker is open").isFalse();
      awaitPatiently()
          .alias("all partitions are led by the others")
          .until(
              () ->
                  copies(admin).stream()
                      .allMatch(
                          partition ->
                              partition.leader() != null
                                  && partition.leader().id() != coordinator
                                  && partition.isr().size() == 2));
      live.awaitCaughtUp("the others took over");

      lost.start();
      awaitPatiently()
          .alias("all copies are in step again")
          .until(() -> copies(admin).stream().allMatch(partition -> partition.isr().size() == 3));
      live.awaitCaughtUp("the lost broker was back");
      live.requireNothingLostOrDoubled(0);
    }
  }

  private static List<TopicPartitionInfo> copies(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(List.of(TopicCatalogue.TELEMETRY.name(), "__transaction_state"))
        .allTopicNames()
        .get()
        .values()
        .stream()
        .flatMap(topic -> topic.partitions().stream())
        .toList();
  }
}
