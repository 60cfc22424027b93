package io.clinictelemetry.streams.shared;

import io.clinictelemetry.domain.intake.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Records that wait for a gap before them to close, as the bytes that were read. */
final class WaitingEvents {

  /**
   * A record that waits.
   *
   * @param offset its offset in the telemetry partition
   * @param appendedAtMs its append time, ms since 1970 UTC
   * @param value its value
   */
  // The bytes go in and out unchanged; nobody compares them.
  @SuppressWarnings("ArrayRecordComponent")
  record Waiting(long offset, long appendedAtMs, byte[] value) {}

  private final KeyValueStore<Bytes, byte[]> store;

  WaitingEvents(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void put(String deviceId, Position position, Waiting waiting) {
    store.put(
        key(deviceId, position),
        ByteBuffer.allocate(2 * Long.BYTES + waiting.value().length)
            .putLong(waiting.offset())
            .putLong(waiting.appendedAtMs())
            .put(waiting.value())
            .array());
  }

  /** Removes and answers a record that waits. */
  Waiting take(String deviceId, Position position) {
    return parse(store.delete(key(deviceId, position)), deviceId, position);
  }

  Waiting peek(String deviceId, Position position) {
    return parse(store.get(key(deviceId, position)), deviceId, position);
  }

  private static Waiting parse(byte[] bytes, String deviceId, Position position) {
    if (bytes == null) {
      throw new IllegalStateException(
          "event %s of device %s should wait, but is not there".formatted(position, deviceId));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long offset = buffer.getLong();
    long appendedAtMs = buffer.getLong();
    byte[] value = new byte[buffer.remaining()];
    buffer.get(value);
    return new Waiting(offset, appendedAtMs, value);
  }

  private static Bytes key(String deviceId, Position position) {
    byte[] device = deviceId.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(device.length + 2 * Long.BYTES)
            .put(device)
            .putLong(position.bootId())
            .putLong(position.seq())
            .array());
  }
}
