package io.clinictelemetry.standalone.quarantine;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record in quarantine and what its headers say.
 *
 * @param origin where it was found unusable
 * @param time when it was appended there
 * @param reason why it could not be used
 * @param detail the same in one sentence
 * @param kept the record itself, as it is in quarantine
 */
record QuarantinedRecord(
    Coordinates origin,
    Instant time,
    String reason,
    String detail,
    ConsumerRecord<byte[], byte[]> kept) {

  /** Stands for a reason that nobody gave. */
  static final String NO_REASON = "no-reason";

  /**
   * Reads the headers. A record that somebody else put there may lack some: it then goes by its own
   * place and time in quarantine, so that it can be seen and chosen all the same.
   */
  static QuarantinedRecord of(ConsumerRecord<byte[], byte[]> kept) {
    return new QuarantinedRecord(
        origin(kept).orElse(new Coordinates(kept.topic(), kept.partition(), kept.offset())),
        time(kept).orElse(Instant.ofEpochMilli(kept.timestamp())),
        header(kept, QuarantineHeaders.REASON).orElse(NO_REASON),
        header(kept, QuarantineHeaders.DETAIL).orElse(""),
        kept);
  }

  /** The original key; null when it had none, or one that was too long to keep. */
  byte[] key() {
    return kept.key();
  }

  /** The original value; null when it had none, or one that was too long to keep. */
  byte[] value() {
    return kept.value();
  }

  private static Optional<Coordinates> origin(ConsumerRecord<byte[], byte[]> kept) {
    try {
      return header(kept, QuarantineHeaders.TOPIC)
          .flatMap(
              topic ->
                  header(kept, QuarantineHeaders.PARTITION)
                      .flatMap(
                          partition ->
                              header(kept, QuarantineHeaders.OFFSET)
                                  .map(offset -> topic + "/" + partition + "/" + offset)))
          .map(Coordinates::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(ConsumerRecord<byte[], byte[]> kept) {
    try {
      return header(kept, QuarantineHeaders.TIME).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(ConsumerRecord<byte[], byte[]> kept, String name) {
    Header header = kept.headers().lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }
}
