package io.clinictelemetry.sinks.postgres;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns a record of a topic into what its table is made from. */
@FunctionalInterface
interface RecordReader<T> {

  /**
   * Reads one record.
   *
   * @return empty when there is nothing to store, for instance a tombstone
   * @throws UnstorableRecordException when the record is at fault
   * @throws io.clinictelemetry.contracts.serde.RegistryException when the registry does not answer
   */
  Optional<T> read(ConsumerRecord<byte[], byte[]> record);
}
