package io.clinictelemetry.standalone.quarantine;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as they lie in quarantine. */
final class Kept {

  /** When the records of {@link #record} were appended. */
  static final Instant TIME = Instant.parse("2026-03-01T08:15:00Z");

  private Kept() {}

  static QuarantinedRecord record(long offset, String reason, String key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    header(headers, QuarantineHeaders.REASON, reason);
    header(headers, QuarantineHeaders.DETAIL, "a detail");
    header(headers, QuarantineHeaders.TOPIC, TopicCatalogue.TELEMETRY.name());
    header(headers, QuarantineHeaders.PARTITION, "1");
    header(headers, QuarantineHeaders.OFFSET, Long.toString(offset));
    header(headers, QuarantineHeaders.TIME, TIME.plusSeconds(offset).toString());
    return QuarantinedRecord.of(raw(headers, key == null ? null : bytes(key), value));
  }

  static ConsumerRecord<byte[], byte[]> raw(RecordHeaders headers, byte[] key, byte[] value) {
    return new ConsumerRecord<>(
        TopicCatalogue.QUARANTINE.name(),
        2,
        77,
        TIME.toEpochMilli(),
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  static void header(RecordHeaders headers, String name, String text) {
    headers.add(name, bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
