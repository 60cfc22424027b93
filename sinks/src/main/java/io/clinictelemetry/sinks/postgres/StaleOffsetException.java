package io.clinictelemetry.sinks.postgres;

import org.apache.kafka.common.TopicPartition;

/** The database has another offset than expected: somebody else wrote this partition. */
final class StaleOffsetException extends RuntimeException {

  StaleOffsetException(TopicPartition partition, Batch.Advance advance) {
    super(
        "%s is no longer at offset %d; another sink wrote it"
            .formatted(partition, advance.expected()));
  }
}
