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
   * @param arrivedAtMs log clock when it came, ms since 1970 UTC; not before the append time
   * @param value its value
   */
  // The bytes go in and out unchanged; nobody compares them.
  @SuppressWarnings("ArrayRecordComponent")
  record Waiting(long offset, long appendedAtMs, long arrivedAtMs, byte[] value) {}

  private static final int VERSION = 1;

  private final KeyValueStore<Bytes, byte[]> store;

  WaitingEvents(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void put(String deviceId, Position position, Waiting waiting) {
    store.put(key(deviceId, position), encode(waiting));
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
    return decode(bytes);
  }

  static byte[] encode(Waiting waiting) {
    return StateCodec.encode(
        VERSION,
        out -> {
          out.writeLong(waiting.offset());
          out.writeLong(waiting.appendedAtMs());
          out.writeLong(waiting.arrivedAtMs());
          out.writeInt(waiting.value().length);
          out.write(waiting.value());
        });
  }

  static Waiting decode(byte[] bytes) {
    return StateCodec.decode(
        bytes,
        VERSION,
        (in, version) -> {
          long offset = in.readLong();
          long appendedAtMs = in.readLong();
          long arrivedAtMs = in.readLong();
          byte[] value = new byte[in.readInt()];
          in.readFully(value);
          return new Waiting(offset, appendedAtMs, arrivedAtMs, value);
        });
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
