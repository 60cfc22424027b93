package io.clinictelemetry.streams.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Deadlines of devices in the order (deadline, device). */
final class Timers {

  /** How many one scan reads at most, so that memory is bounded however many are due. */
  static final int SCAN = 1_000;

  private static final byte[] NOTHING = new byte[0];

  /** How far a scan looks ahead of the log clock, ms, so that most records need no scan at all. */
  private static final long LOOK_AHEAD_MS = 1_000;

  /** One device's deadline. */
  record Timer(long deadlineMs, String deviceId) {}

  private final KeyValueStore<Bytes, byte[]> store;

  /** Those before {@link #readTo}, as keys of the store. */
  private final TreeSet<Bytes> near = new TreeSet<>();

  /** Up to here, exclusive, the store has been read. */
  private Bytes readTo = key(0, "");

  Timers(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void arm(long deadlineMs, String deviceId) {
    Bytes key = key(deadlineMs, deviceId);
    store.put(key, NOTHING);
    if (key.compareTo(readTo) < 0) {
      near.add(key);
    }
  }

  /** Removes and answers the earliest timer that is due. */
  Optional<Timer> pollDue(long logClockMs) {
    if (earliestDue(logClockMs).isEmpty()) {
      return Optional.empty();
    }
    Bytes earliest = near.pollFirst();
    store.delete(earliest);
    return Optional.of(timer(earliest));
  }

  /** The earliest deadline that is due, ms since 1970 UTC. */
  OptionalLong earliestDue(long logClockMs) {
    // No key of the log clock is behind this one.
    Bytes end = key(logClockMs + 1, "");
    if (near.isEmpty() && readTo.compareTo(end) < 0) {
      readOn(key(logClockMs + LOOK_AHEAD_MS, ""));
    }
    return near.isEmpty() || near.first().compareTo(end) >= 0
        ? OptionalLong.empty()
        : OptionalLong.of(timer(near.first()).deadlineMs());
  }

  /** One scan for many that come due together: each scan of the store copies what it looks at. */
  private void readOn(Bytes end) {
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(readTo, end)) {
      while (timers.hasNext() && near.size() < SCAN) {
        near.add(timers.next().key);
      }
      readTo = timers.hasNext() ? after(near.last()) : end;
    }
  }

  /** The first key that can follow. */
  private static Bytes after(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
  }

  private static Bytes key(long deadlineMs, String deviceId) {
    byte[] device = deviceId.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + device.length).putLong(deadlineMs).put(device).array());
  }

  private static Timer timer(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    long deadlineMs = buffer.getLong();
    return new Timer(
        deadlineMs,
        new String(key.get(), Long.BYTES, key.get().length - Long.BYTES, StandardCharsets.UTF_8));
  }
}
