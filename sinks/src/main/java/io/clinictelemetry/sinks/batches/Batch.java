package io.clinictelemetry.sinks.batches;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What one transaction writes.
 *
 * @param records the records, in the order of each partition
 * @param advances how far each of their partitions moves
 */
public record Batch(
    List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Advance> advances) {

  /**
   * How far a partition moves.
   *
   * @param expected the offset that the database must have; else another reader owns the partition
   * @param next the offset after the last record, markers of transactions included
   */
  public record Advance(long expected, long next) {}
}
