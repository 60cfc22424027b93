package io.clinictelemetry.sinks.postgres;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code sink_offsets}: how far each partition has been written. */
final class OffsetTable {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private OffsetTable() {}

  /** The offset to go on from; empty for a partition that was never written. */
  static Optional<Long> find(Handle handle, TopicPartition partition) {
    return handle
        .createQuery(
            "SELECT next_offset FROM sink_offsets WHERE topic = :topic AND partition = :partition")
        .bind("topic", partition.topic())
        .bind("partition", partition.partition())
        .mapTo(Long.class)
        .findOne();
  }

  /** Gives each partition that was never written its first offset; leaves the others alone. */
  static void insertMissing(Handle handle, Map<TopicPartition, Long> first) {
    if (first.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO sink_offsets (topic, partition, next_offset)"
                + " VALUES (:topic, :partition, :next) ON CONFLICT DO NOTHING");
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
  static Map<TopicPartition, Long> load(Handle handle, Collection<TopicPartition> partitions) {
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
  static void advance(Handle handle, Map<TopicPartition, Batch.Advance> advances) {
    // Always in the same order, so that two transactions never wait for each other.
    for (TopicPartition partition : sorted(advances.keySet())) {
      Batch.Advance advance = advances.get(partition);
      int rows =
          handle
              .createUpdate(
                  "UPDATE sink_offsets SET next_offset = :next WHERE topic = :topic"
                      + " AND partition = :partition AND next_offset = :expected")
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
