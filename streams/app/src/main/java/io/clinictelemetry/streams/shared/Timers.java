package io.clinictelemetry.streams.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Deadlines of devices in the order (deadline, device). */
final class Timers {

  private static final byte[] NOTHING = new byte[0];

  /** One device's deadline. */
  record Timer(long deadlineMs, String deviceId) {}

  private final Schedule schedule;

  Timers(KeyValueStore<Bytes, byte[]> store) {
    schedule = new Schedule(store);
  }

  void arm(long deadlineMs, String deviceId) {
    byte[] device = deviceId.getBytes(StandardCharsets.UTF_8);
    byte[] key =
        ByteBuffer.allocate(Long.BYTES + device.length).putLong(deadlineMs).put(device).array();
    schedule.add(Bytes.wrap(key), NOTHING);
  }

  /** Removes and answers the earliest timer that is due. */
  Optional<Timer> pollDue(long logClockMs) {
    return schedule.pollBefore(logClockMs + 1).map(entry -> timer(entry.key));
  }

  /** The earliest deadline that is due, ms since 1970 UTC. */
  OptionalLong earliestDue(long logClockMs) {
    return schedule.earliestBefore(logClockMs + 1);
  }

  private static Timer timer(Bytes key) {
    byte[] bytes = key.get();
    return new Timer(
        Schedule.timeMs(key),
        new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
  }
}
