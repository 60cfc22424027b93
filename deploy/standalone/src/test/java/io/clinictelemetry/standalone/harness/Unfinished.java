package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * What a process left unfinished that was just killed.
 *
 * @param records records of its topics that it had not finished
 * @param transaction whether it left a Kafka transaction open
 */
public record Unfinished(long records, boolean transaction) {

  static Unfinished by(ComponentProcess killed, TestCluster cluster) {
    try {
      return killed.component().equals("sink")
          ? new Unfinished(
              lag(
                  cluster.written(cluster.databaseUrl()),
                  cluster.ends(
                      List.of(
                          TopicCatalogue.READING_ROLLUPS.name(), TopicCatalogue.LEDGER.name()))),
              false)
          : ofStreams(cluster, "clinic-" + killed.component());
    } catch (ExecutionException | SQLException e) {
      throw new IllegalStateException(
          "the servers did not say what %s left".formatted(killed.name()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Unfinished ofStreams(TestCluster cluster, String application)
      throws ExecutionException, InterruptedException {
    boolean open =
        cluster.admin().listTransactions().all().get().stream()
            .filter(transaction -> transaction.transactionalId().startsWith(application))
            .anyMatch(transaction -> transaction.state() == TransactionState.ONGOING);
    Map<TopicPartition, Long> committed =
        cluster
            .admin()
            .listConsumerGroupOffsets(application)
            .partitionsToOffsetAndMetadata()
            .get()
            .entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    return new Unfinished(
        lag(committed, cluster.ends(List.of(TopicCatalogue.TELEMETRY.name()))), open);
  }

  private static long lag(Map<TopicPartition, Long> at, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> end.getValue() - at.getOrDefault(end.getKey(), 0L))
        .sum();
  }
}
