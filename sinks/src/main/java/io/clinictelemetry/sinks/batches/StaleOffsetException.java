package io.clinictelemetry.sinks.batches;

import org.apache.kafka.common.TopicPartition;

/** The database has another offset than expected: somebody else wrote this partition. */
public final class StaleOffsetException extends RuntimeException {

  StaleOffsetException(TopicPartition partition, Batch.Advance advance) {
    super(
        "%s is no longer at offset %d; another instance wrote it"
            .formatted(partition, advance.expected()));
  }
}
