package io.clinictelemetry.streams.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
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

  /** No timer is due before this log clock. */
  private long noneBeforeMs;

  Timers(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void arm(long deadlineMs, String deviceId) {
    store.put(key(deadlineMs, deviceId), NOTHING);
    noneBeforeMs = Math.min(noneBeforeMs, deadlineMs);
  }

  /** Removes and answers the earliest timer that is due. */
  Optional<Timer> pollDue(long logClockMs) {
    if (logClockMs < noneBeforeMs) {
      return Optional.empty();
    }
    long horizonMs = logClockMs + LOOK_AHEAD_MS;
    try (KeyValueIterator<Bytes, byte[]> timers = store.range(key(0, ""), key(horizonMs, ""))) {
      if (!timers.hasNext()) {
        noneBeforeMs = horizonMs;
        return Optional.empty();
      }
      KeyValue<Bytes, byte[]> first = timers.next();
      Timer timer = timer(first.key);
      if (timer.deadlineMs() > logClockMs) {
        noneBeforeMs = timer.deadlineMs();
        return Optional.empty();
      }
      store.delete(first.key);
      return Optional.of(timer);
    }
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
