package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The rows of one kind as they were when the log clock reached that of the cut, kept as bytes: in
 * memory there are those of the retention alone.
 */
final class RowHistory {

  private record Stored(ByteBuffer bytes, int revision, long publishedMs) {}

  private final RowKind kind;
  private final Deserializer<? extends SpecificRecord> deserializer;
  private final LogCut cut;
  private final Map<String, Stored> rows = new HashMap<>();
  private final Set<String> later = new HashSet<>();

  RowHistory(RowKind kind, AvroSerdes serdes, LogCut cut) {
    this.kind = kind;
    this.deserializer = serdes.deserializer(kind.type());
    this.cut = cut;
  }

  /**
   * Reads all that is committed.
   *
   * @param prefix of the topic
   */
  static RowHistory read(
      Map<String, Object> kafka, AvroSerdes serdes, RowKind kind, String prefix, LogCut cut) {
    RowHistory history = new RowHistory(kind, serdes, cut);
    TopicSpec topic = kind.topic().prefixed(prefix);
    TopicReader.eachAsBytes(kafka, topic, history::add);
    return history;
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null && record.value() != null) {
      add(new String(record.key(), StandardCharsets.UTF_8), record.value(), record.timestamp());
    }
  }

  /** A row was published, ms since 1970 UTC. */
  void add(String key, byte[] bytes, long publishedMs) {
    SpecificRecord row = read(bytes);
    LogCut.Part part = cut.of(RowKind.deviceId(row));
    if (RowKind.overMs(row) <= part.wholeFromMs() - LogCut.SLACK_MS
        && part.wholeFromMs() != LogCut.ALWAYS) {
      return; // over before the retention: there may be years of them
    }
    // What is stamped with the clock itself may follow from records behind the end.
    if (publishedMs >= part.clockMs()) {
      later.add(key);
      return;
    }
    Stored known = rows.get(key);
    if (known == null || known.revision() <= RowKind.revision(row)) {
      rows.put(key, new Stored(ByteBuffer.wrap(bytes), RowKind.revision(row), publishedMs));
    }
  }

  /** Keys of the rows that there were then. */
  Set<String> keys() {
    return rows.keySet();
  }

  /** Whether there is such a row, be it from later. */
  boolean knows(String key) {
    return rows.containsKey(key) || later.contains(key);
  }

  /** The row as it was; empty when it was not there then, or is not kept as it was. */
  Optional<RowVersion> at(String key) {
    return Optional.ofNullable(rows.get(key))
        .map(stored -> new RowVersion(read(stored.bytes().array()), stored.publishedMs()));
  }

  private SpecificRecord read(byte[] bytes) {
    return deserializer.deserialize(kind.topic().name(), bytes);
  }

  /** Whether it was published after that, too. */
  boolean movedLater(String key) {
    return later.contains(key);
  }
}
