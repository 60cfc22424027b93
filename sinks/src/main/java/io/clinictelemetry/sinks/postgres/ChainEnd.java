package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.contracts.audit.ChainLink;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as the end of its chain.
 *
 * @param at its Kafka timestamp
 */
record ChainEnd(ChainLink link, Instant at) {

  /** Reads the headers; empty for a record that is in no chain. */
  static Optional<ChainEnd> read(ConsumerRecord<byte[], byte[]> record) {
    return ChainLink.of(record.headers())
        .map(link -> new ChainEnd(link, Instant.ofEpochMilli(record.timestamp())));
  }
}
