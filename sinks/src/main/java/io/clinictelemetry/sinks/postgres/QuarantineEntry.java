package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record in quarantine. Topic, partition and offset are those that it had before.
 *
 * @param key the original key; null when it had none
 * @param value the original value; null when it had none
 */
@SuppressWarnings("ArrayRecordComponent") // carried from the log to the database, never compared
record QuarantineEntry(
    String topic,
    int partition,
    long offset,
    String reason,
    String detail,
    Instant time,
    byte[] key,
    byte[] value) {

  /**
   * Reads the headers.
   *
   * @throws UnstorableRecordException when one is missing or not what it should be
   */
  static Optional<QuarantineEntry> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          new QuarantineEntry(
              header(record, QuarantineHeaders.TOPIC),
              Integer.parseInt(header(record, QuarantineHeaders.PARTITION)),
              Long.parseLong(header(record, QuarantineHeaders.OFFSET)),
              header(record, QuarantineHeaders.REASON),
              header(record, QuarantineHeaders.DETAIL),
              Instant.parse(header(record, QuarantineHeaders.TIME)),
              record.key(),
              record.value()));
    } catch (NumberFormatException | DateTimeException e) {
      throw new UnstorableRecordException(
          "bad-header", "a header of the quarantine entry is not what it should be", e);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      throw new UnstorableRecordException(
          "missing-header", "the quarantine entry has no header " + name, null);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
