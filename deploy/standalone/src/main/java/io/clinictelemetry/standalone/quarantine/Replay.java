package io.clinictelemetry.standalone.quarantine;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/**
 * One pass that feeds records back into telemetry, and commands to where they were found.
 *
 * <p>A record that still cannot be used comes into quarantine again, so that the same bytes lie
 * there more than once. They are sent once a pass: otherwise each pass would double them.
 */
final class Replay {

  /** What becomes of a record. */
  enum Verdict {
    /** It is sent. */
    SEND,
    /** Its bytes are not there. */
    NOT_KEPT,
    /** The same bytes were sent before, in this pass. */
    COPY
  }

  private final int partitions;
  private final Set<ByteBuffer> seen = new HashSet<>();

  /**
   * @param partitions number of partitions of the telemetry topic
   */
  Replay(int partitions) {
    this.partitions = partitions;
  }

  /** Judges the next record of the pass, and remembers it. */
  Verdict judge(QuarantinedRecord record) {
    if (record.value() == null) {
      return Verdict.NOT_KEPT;
    }
    return seen.add(fingerprint(record)) ? Verdict.SEND : Verdict.COPY;
  }

  /** The record as it goes back: key, value and headers, and where it came from. */
  ProducerRecord<byte[], byte[]> outgoing(QuarantinedRecord record) {
    Headers headers = new RecordHeaders(record.kept().headers().toArray());
    headers.remove(QuarantineHeaders.REPLAYED_FROM);
    headers.add(
        QuarantineHeaders.REPLAYED_FROM,
        record.origin().toString().getBytes(StandardCharsets.UTF_8));
    return new ProducerRecord<>(
        topic(record), partition(record), record.key(), record.value(), headers);
  }

  /** Commands have telemetry's keys and partitions. */
  private static String topic(QuarantinedRecord record) {
    String commands = TopicCatalogue.ALERT_COMMANDS.name();
    return record.origin().topic().equals(commands) ? commands : TopicCatalogue.TELEMETRY.name();
  }

  /** Where an outgoing record came from. */
  static String origin(ProducerRecord<byte[], byte[]> outgoing) {
    return new String(
        outgoing.headers().lastHeader(QuarantineHeaders.REPLAYED_FROM).value(),
        StandardCharsets.UTF_8);
  }

  /** Without a key nothing says where it belongs: it goes where it was. */
  private int partition(QuarantinedRecord record) {
    return record.key() == null
        ? record.origin().partition() % partitions
        : Utils.toPositive(Utils.murmur2(record.key())) % partitions;
  }

  private static ByteBuffer fingerprint(QuarantinedRecord record) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] key = record.key();
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, key == null ? -1 : key.length));
      if (key != null) {
        digest.update(key);
      }
      return ByteBuffer.wrap(digest.digest(record.value()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
