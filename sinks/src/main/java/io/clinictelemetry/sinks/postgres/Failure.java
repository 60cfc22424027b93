package io.clinictelemetry.sinks.postgres;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A record that could not be stored: where it is and why, never what it holds.
 *
 * @param time the record's Kafka timestamp
 * @param reason one lower-case word or words with hyphens
 * @param detail one sentence for people
 */
record Failure(
    String topic, int partition, long offset, Instant time, String reason, String detail) {

  static Failure of(ConsumerRecord<?, ?> record, UnstorableRecordException cause) {
    return new Failure(
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        cause.reason(),
        cause.getMessage());
  }

  static void store(Handle handle, List<Failure> failures) {
    if (failures.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO sink_errors (topic, partition, \"offset\", record_time, reason, detail)"
                + " VALUES (:topic, :partition, :offset, :time, :reason, :detail)"
                + " ON CONFLICT DO NOTHING");
    for (Failure failure : failures) {
      batch
          .bind("topic", failure.topic)
          .bind("partition", failure.partition)
          .bind("offset", failure.offset)
          .bind("time", failure.time)
          .bind("reason", failure.reason)
          .bind("detail", failure.detail)
          .add();
    }
    batch.execute();
  }
}
