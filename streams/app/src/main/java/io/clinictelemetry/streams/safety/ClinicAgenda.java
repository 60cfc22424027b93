package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.communication.Agenda;
import io.clinictelemetry.domain.communication.LinkChange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The agenda in a store whose keys have its order: time, changes before what is due, clinic,
 * device, number of the change. The store is scanned once for each step of the clock, from where
 * the last scan ended, so that what was taken off before costs nothing.
 */
final class ClinicAgenda implements Agenda {

  private static final byte[] NOTHING = new byte[0];
  private static final byte CHANGE = 0;
  private static final byte DUE = 1;

  private final KeyValueStore<Bytes, byte[]> store;

  /** What is before {@link #readToMs}. */
  private final TreeMap<Bytes, byte[]> near = new TreeMap<>();

  private long readToMs;

  /**
   * @param nothingBeforeMs clock of the stage so far, ms since 1970 UTC
   */
  ClinicAgenda(KeyValueStore<Bytes, byte[]> store, long nothingBeforeMs) {
    this.store = store;
    this.readToMs = nothingBeforeMs;
  }

  @Override
  public void add(Entry entry) {
    Bytes key = key(entry);
    byte[] value =
        entry
            .change()
            .map(change -> LinkMessages.encode(new LinkMessages.Changed(change)))
            .orElse(NOTHING);
    store.put(key, value);
    if (entry.atMs() < readToMs) {
      near.put(key, value);
    }
  }

  @Override
  public Optional<Entry> poll(long beforeMs) {
    if (beforeMs > readToMs) {
      readTo(beforeMs);
    }
    Map.Entry<Bytes, byte[]> first = near.firstEntry();
    if (first == null || atMs(first.getKey()) >= beforeMs) {
      return Optional.empty();
    }
    near.remove(first.getKey());
    store.delete(first.getKey());
    return Optional.of(entry(first.getKey(), first.getValue()));
  }

  private void readTo(long endMs) {
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(time(readToMs), time(endMs))) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> next = entries.next();
        near.put(next.key, next.value);
      }
    }
    readToMs = endMs;
  }

  /** Before all that is at the time. */
  private static Bytes time(long atMs) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(atMs).array());
  }

  private static long atMs(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong();
  }

  private static Bytes key(Entry entry) {
    byte[] ids =
        (entry.clinicId() + '\0' + entry.deviceId() + '\0').getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + 1 + ids.length + Long.BYTES)
            .putLong(entry.atMs())
            .put(entry.change().isPresent() ? CHANGE : DUE)
            .put(ids)
            .putLong(entry.change().map(LinkChange::number).orElse(0L))
            .array());
  }

  private static Entry entry(Bytes key, byte[] value) {
    long atMs = atMs(key);
    if (value.length > 0) {
      LinkChange change = ((LinkMessages.Changed) LinkMessages.decode(value)).change();
      return new Entry(atMs, change.clinicId(), change.deviceId(), Optional.of(change));
    }
    byte[] bytes = key.get();
    int from = Long.BYTES + 1;
    String ids = new String(bytes, from, bytes.length - from - Long.BYTES, StandardCharsets.UTF_8);
    int middle = ids.indexOf('\0');
    return new Entry(
        atMs,
        ids.substring(0, middle),
        ids.substring(middle + 1, ids.length() - 1),
        Optional.empty());
  }
}
