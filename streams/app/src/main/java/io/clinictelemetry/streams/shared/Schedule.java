package io.clinictelemetry.streams.shared;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is to be done at some time, in the order of its keys: a key begins with the time, ms since
 * 1970 UTC, as a long. However much there is, little of it is in memory.
 */
public final class Schedule {

  /** How many entries one scan of the store reads at most. */
  private static final int SCAN = 1_000;

  /** How far a scan looks ahead, ms, so that most questions need no scan at all. */
  private static final long LOOK_AHEAD_MS = 1_000;

  private final KeyValueStore<Bytes, byte[]> store;

  /** What is before {@link #readTo}. */
  private final TreeMap<Bytes, byte[]> near = new TreeMap<>();

  /** Up to here, exclusive, the store has been read. */
  private Bytes readTo = before(0);

  /** A schedule that goes on with what is in the store. */
  public Schedule(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Puts an entry in, or in the place of the one with its key. */
  public void add(Bytes key, byte[] value) {
    store.put(key, value);
    if (key.compareTo(readTo) < 0) {
      near.put(key, value);
    }
  }

  /** Removes and answers the first entry, if its time is before the end, ms since 1970 UTC. */
  public Optional<KeyValue<Bytes, byte[]>> pollBefore(long endMs) {
    if (earliestBefore(endMs).isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<Bytes, byte[]> first = near.pollFirstEntry();
    store.delete(first.getKey());
    return Optional.of(KeyValue.pair(first.getKey(), first.getValue()));
  }

  /** The time of the first entry, if it is before the end, ms since 1970 UTC. */
  public OptionalLong earliestBefore(long endMs) {
    if (near.isEmpty() && readTo.compareTo(before(endMs)) < 0) {
      readOn(before(endMs + LOOK_AHEAD_MS));
    }
    return near.isEmpty() || timeMs(near.firstKey()) >= endMs
        ? OptionalLong.empty()
        : OptionalLong.of(timeMs(near.firstKey()));
  }

  /** One scan for many entries: each scan of a store copies what it looks at. */
  private void readOn(Bytes end) {
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(readTo, end)) {
      while (entries.hasNext() && near.size() < SCAN) {
        KeyValue<Bytes, byte[]> next = entries.next();
        near.put(next.key, next.value);
      }
      readTo = entries.hasNext() ? after(near.lastKey()) : end;
    }
  }

  /** The time of an entry, ms since 1970 UTC. */
  public static long timeMs(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong();
  }

  /** In front of all keys of the time. */
  private static Bytes before(long timeMs) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(timeMs).array());
  }

  /** The first key that can follow. */
  private static Bytes after(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
  }
}
