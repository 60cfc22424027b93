package io.clinictelemetry.streams.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Deadlines of devices in the order (deadline, device). */
final class Timers {

  private static final byte[] NOTHING = new byte[0];

  /** How far a scan looks ahead of the log clock, ms, so that most records need no scan at all. */
  private static final long LOOK_AHEAD_MS = 1_000;

  /** One device's deadline. */
  record Timer(long deadlineMs, String deviceId) {}

  private final KeyValueStore<Bytes, byte[]> store;

  /** Those with a deadline before {@link #readToMs}, as keys of the store. */
  private final TreeSet<Bytes> near = new TreeSet<>();

  /** Up to here, exclusive, the store has been read. */
  private long readToMs;

  Timers(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void arm(long deadlineMs, String deviceId) {
    Bytes key = key(deadlineMs, deviceId);
    store.put(key, NOTHING);
    if (deadlineMs < readToMs) {
      near.add(key);
    }
  }

  /** Removes and answers the earliest timer that is due. */
  Optional<Timer> pollDue(long logClockMs) {
    if (logClockMs >= readToMs) {
      readTo(logClockMs + LOOK_AHEAD_MS);
    }
    if (near.isEmpty()) {
      return Optional.empty();
    }
    Timer earliest = timer(near.first());
    if (earliest.deadlineMs() > logClockMs) {
      return Optional.empty();
    }
    store.delete(near.pollFirst());
    return Optional.of(earliest);
  }

  /** One scan for all that come due together: each scan of the store copies what it looks at. */
  private void readTo(long endMs) {
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(key(readToMs, ""), key(endMs, ""))) {
      timers.forEachRemaining(timer -> near.add(timer.key));
    }
    readToMs = endMs;
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
