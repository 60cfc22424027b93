package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.response.ActiveList;
import io.clinictelemetry.domain.response.Listed;
import io.clinictelemetry.domain.response.Mark;
import io.clinictelemetry.domain.response.Shelf;
import io.clinictelemetry.domain.response.Standing;
import io.clinictelemetry.streams.shared.StateCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The list of one subject in a store: a row for each alert, so that a change of one writes little
 * however many nobody has seen to, and one for the rest.
 */
final class ActiveLists {

  private static final int VERSION = 1;

  /** Between subject and alert in a key; no id has control characters. */
  private static final char SEPARATOR = '\0';

  private static final char AFTER_SEPARATOR = '\1';

  /**
   * A list as it was found.
   *
   * @param armedMs deadline that is armed for it, log clock, ms since 1970 UTC; {@link
   *     ActiveList#NEVER} for none
   * @param found its alerts, by id
   */
  record Row(ActiveList list, long armedMs, Map<String, Listed> found) {}

  private final KeyValueStore<Bytes, byte[]> store;

  ActiveLists(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /**
   * The list of a subject.
   *
   * @param key names the subject
   */
  Row load(String key) {
    byte[] rest = store.get(bytes(key));
    if (rest == null) {
      return new Row(new ActiveList(), ActiveList.NEVER, Map.of());
    }
    Map<String, Listed> alerts = new LinkedHashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.range(bytes(key + SEPARATOR), bytes(key + AFTER_SEPARATOR))) {
      rows.forEachRemaining(
          row -> {
            Listed listed = decodeAlert(row.value);
            alerts.put(listed.alert().id(), listed);
          });
    }
    return decode(rest, alerts);
  }

  /** Writes what has changed. */
  void save(String key, Row row, long armedMs) {
    Map<String, Listed> alerts = row.list().alerts();
    row.found().keySet().stream()
        .filter(id -> !alerts.containsKey(id))
        .forEach(id -> store.delete(bytes(key + SEPARATOR + id)));
    alerts.forEach(
        (id, listed) -> {
          if (!listed.equals(row.found().get(id))) {
            store.put(bytes(key + SEPARATOR + id), encode(listed));
          }
        });
    if (row.list().isEmpty()) {
      store.delete(bytes(key));
    } else {
      store.put(bytes(key), encode(row.list(), armedMs));
    }
  }

  private static Bytes bytes(String key) {
    return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
  }

  /** All but the alerts. */
  static byte[] encode(ActiveList list, long armedMs) {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeLong(armedMs);
          out.writeInt(list.shelves().size());
          for (Map.Entry<String, Shelf> shelf : list.shelves().entrySet()) {
            out.writeUTF(shelf.getKey());
            write(out, shelf.getValue().mark());
            out.writeLong(shelf.getValue().untilMs());
            out.writeUTF(shelf.getValue().alertId());
          }
          out.writeInt(list.commands().size());
          for (Map.Entry<String, Long> command : list.commands().entrySet()) {
            out.writeUTF(command.getKey());
            out.writeLong(command.getValue());
          }
        });
  }

  static Row decode(byte[] bytes, Map<String, Listed> alerts) {
    return StateCodec.decode(bytes, VERSION, (in, version) -> read(in, alerts));
  }

  private static Row read(DataInput in, Map<String, Listed> alerts) throws IOException {
    long armedMs = in.readLong();
    Map<String, Shelf> shelves = new LinkedHashMap<>();
    int shelved = in.readInt();
    for (int i = 0; i < shelved; i++) {
      shelves.put(in.readUTF(), new Shelf(readMark(in), in.readLong(), in.readUTF()));
    }
    Map<String, Long> commands = new LinkedHashMap<>();
    int answered = in.readInt();
    for (int i = 0; i < answered; i++) {
      commands.put(in.readUTF(), in.readLong());
    }
    return new Row(new ActiveList(alerts, shelves, commands), armedMs, alerts);
  }

  static byte[] encode(Listed listed) {
    return StateCodec.encode(VERSION, out -> write(out, listed));
  }

  static Listed decodeAlert(byte[] bytes) {
    return StateCodec.decode(bytes, VERSION, (in, version) -> readListed(in));
  }

  private static void write(DataOutput out, Listed listed) throws IOException {
    out.writeUTF(listed.alert().subject().kind().name());
    SafetyState.writeAlert(out, listed.alert());
    out.writeInt(listed.marks());
    writeOptional(out, listed.standing().acknowledged());
    writeOptional(out, listed.standing().reset());
    out.writeInt(listed.standing().escalations());
    out.writeLong(listed.escalateAtMs());
    out.writeLong(listed.reAlarmAtMs());
    out.writeLong(listed.leftAtMs());
  }

  private static Listed readListed(DataInput in) throws IOException {
    Subject.Kind kind = Subject.Kind.valueOf(in.readUTF());
    Alert alert = SafetyState.readAlert(in, SafetyState.NEWEST_ALERT, kind);
    return new Listed(
        alert,
        in.readInt(),
        new Standing(readOptional(in), readOptional(in), Optional.empty(), in.readInt()),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private static void writeOptional(DataOutput out, Optional<Mark> mark) throws IOException {
    out.writeBoolean(mark.isPresent());
    if (mark.isPresent()) {
      write(out, mark.get());
    }
  }

  private static Optional<Mark> readOptional(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(readMark(in)) : Optional.empty();
  }

  private static void write(DataOutput out, Mark mark) throws IOException {
    out.writeUTF(mark.by());
    out.writeLong(mark.atMs());
    out.writeUTF(mark.why());
  }

  private static Mark readMark(DataInput in) throws IOException {
    return new Mark(in.readUTF(), in.readLong(), in.readUTF());
  }
}
