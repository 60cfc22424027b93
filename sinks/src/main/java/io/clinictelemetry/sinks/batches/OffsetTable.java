package io.clinictelemetry.sinks.batches;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A table of how far each partition has been read and written; each kind of reader has its own. */
public final class OffsetTable {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private final String name;

  /** The table of that name: topic, partition, next_offset. */
  public OffsetTable(String name) {
    this.name = name;
  }

  /** Its name, for people. */
  String name() {
    return name;
  }

  /** The offset to go on from; empty for a partition that was never written. */
  Optional<Long> find(Handle handle, TopicPartition partition) {
    return handle
        .createQuery(
            "SELECT next_offset FROM %s WHERE topic = :topic AND partition = :partition"
                .formatted(name))
        .bind("topic", partition.topic())
        .bind("partition", partition.partition())
        .mapTo(Long.class)
        .findOne();
  }

  /** Gives each partition that was never written its first offset; leaves the others alone. */
  public void insertMissing(Handle handle, Map<TopicPartition, Long> first) {
    if (first.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO %s (topic, partition, next_offset) VALUES (:topic, :partition, :next) ON CONFLICT DO NOTHING"
                .formatted(name));
    for (TopicPartition partition : sorted(first.keySet())) {
      batch
          .bind("topic", partition.topic())
          .bind("partition", partition.partition())
          .bind("next", first.get(partition))
          .add();
    }
    batch.execute();
  }

  /** The offsets of those partitions that were ever written. */
  Map<TopicPartition, Long> load(Handle handle, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> found = new HashMap<>();
    for (TopicPartition partition : partitions) {
      find(handle, partition).ifPresent(next -> found.put(partition, next));
    }
    return found;
  }

  /**
   * Moves each partition from the expected to the next offset, and holds the rows until the
   * transaction ends.
   *
   * @throws StaleOffsetException when one is not where it was expected; the caller rolls back
   */
  public void advance(Handle handle, Map<TopicPartition, Batch.Advance> advances) {
    // Always in the same order, so that two transactions never wait for each other.
    for (TopicPartition partition : sorted(advances.keySet())) {
      Batch.Advance advance = advances.get(partition);
      int rows =
          handle
              .createUpdate(
                  "UPDATE %s SET next_offset = :next WHERE topic = :topic AND partition = :partition AND next_offset = :expected"
                      .formatted(name))
              .bind("next", advance.next())
              .bind("topic", partition.topic())
              .bind("partition", partition.partition())
              .bind("expected", advance.expected())
              .execute();
      if (rows == 0) {
        throw new StaleOffsetException(partition, advance);
      }
    }
  }

  private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
    return partitions.stream().sorted(ORDER).toList();
  }
}
