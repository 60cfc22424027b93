package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.sinks.batches.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jdbi.v3.core.Jdbi;

/** Stores records as the sink does, for tests of what reads them. */
public final class TopicWriter {

  private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://writer"));
  private final BatchWriter writer;

  /** The database must have the tables. */
  public TopicWriter(Jdbi jdbi) {
    writer = new BatchWriter(jdbi, Feed.all(serdes));
  }

  /** Stores one record in a transaction of its own. */
  public <T extends SpecificRecord> void write(TopicSpec topic, T value) {
    write(topic, "", Instant.EPOCH, value);
  }

  /** Stores one record with its key and the time of its arrival. */
  public <T extends SpecificRecord> void write(
      TopicSpec topic, String key, Instant arrivedAt, T value) {
    @SuppressWarnings("unchecked") // the class of a T
    Class<T> type = (Class<T>) value.getClass();
    byte[] bytes = serdes.serializer(type).serialize(topic.name(), value);
    writer.write(
        new Batch(
            List.of(
                new ConsumerRecord<>(
                    topic.name(),
                    0,
                    0,
                    arrivedAt.toEpochMilli(),
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    0,
                    key.getBytes(StandardCharsets.UTF_8),
                    bytes,
                    new RecordHeaders(),
                    Optional.empty())),
            Map.of()));
  }
}
