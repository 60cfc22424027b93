package io.clinictelemetry.streams.fuzz;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes of good and absurd records, broken: cut, spliced, flipped, of other schemas, of none. */
final class FuzzedBytes {

  private static final int HEADER_BYTES = 5;

  /** Counts and lengths as Avro writes them, beyond all that can be. */
  private static final byte[][] HUGE = {
    {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // 2^31 - 1
    {(byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // as long as an array may be
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // -2^31
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, // -2^63
    {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1}, // 2^63 - 1
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, // never ends
    {(byte) 0x80, (byte) 0x89, 0x7a}, // a million
    {1} // -1
  };

  private final Random random;
  private final FuzzedRecords records;
  private final byte[] otherRecord;
  private byte[] before = new byte[0];

  FuzzedBytes(Random random, Pipeline pipeline) {
    this.random = random;
    this.records = new FuzzedRecords(random, pipeline);
    this.otherRecord =
        pipeline.bytes(
            TopicCatalogue.CLINICS,
            Clinic.newBuilder().setClinicId("c").setName("n").setTimeZones(List.of()).build());
  }

  /** The next record; one in eight is as it was. */
  Input next() {
    Input input = records.next();
    byte[] value = random.nextInt(8) == 0 ? input.value() : broken(input.value());
    before = input.value();
    return new Input(input.key(), value, input.appendedAtMs());
  }

  private byte[] broken(byte[] good) {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> Arrays.copyOf(good, random.nextInt(good.length)); // cut
      case 2 -> Arrays.copyOf(good, good.length + 1 + random.nextInt(20));
      case 3 -> noise(random.nextInt(300));
      case 4 -> joined(Arrays.copyOf(good, HEADER_BYTES), noise(random.nextInt(300)));
      case 5 -> withSchema(good, random.nextInt(10));
      case 6 -> withSchema(good, random.nextInt());
      case 7 -> otherRecord.clone();
      case 8 -> spliced(good, before);
      case 9 -> {
        byte[] huge = HUGE[random.nextInt(HUGE.length)];
        int at = Math.min(good.length, HEADER_BYTES + random.nextInt(120));
        int goesOn = Math.min(good.length, at + random.nextInt(3));
        yield joined(
            joined(Arrays.copyOf(good, at), huge), Arrays.copyOfRange(good, goesOn, good.length));
      }
      default -> flipped(good);
    };
  }

  private byte[] flipped(byte[] good) {
    byte[] flipped = good.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] spliced(byte[] head, byte[] tail) {
    int cut = random.nextInt(Math.min(head.length, tail.length) + 1);
    return joined(Arrays.copyOf(head, cut), Arrays.copyOfRange(tail, cut, tail.length));
  }

  private static byte[] withSchema(byte[] good, int id) {
    byte[] changed = good.clone();
    ByteBuffer.wrap(changed).putInt(1, id);
    return changed;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }
}
