package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.records.RandomRecords;
import io.clinictelemetry.contracts.records.RecordTypes;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come in, the outcome is a record or an {@link UnreadableRecordException}. */
class FuzzedBytesTest {

  private static final int TRIES = 300;

  private static final AvroSerdes SERDES = new AvroSerdes(Samples.settings("mock://fuzz"));

  static List<Class<? extends SpecificRecord>> recordKinds() {
    return RecordTypes.records();
  }

  @AfterAll
  static void close() {
    SERDES.close();
  }

  @ParameterizedTest
  @MethodSource("recordKinds")
  void mutatedRecordsAreReadOrRefused(Class<? extends SpecificRecord> kind) {
    mutate(kind, System.nanoTime());
  }

  private <T extends SpecificRecord> void mutate(Class<T> kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomRecords records = new RandomRecords(seed);
    int refused = 0;
    try (var serde = SERDES.serde(kind)) {
      for (int i = 0; i < TRIES; i++) {
        byte[] bytes = serde.serializer().serialize("fuzz", records.next(kind));
        byte[] mutated = mutated(bytes, random);
        refused += isRefused(serde.deserializer(), mutated, seed) ? 1 : 0;
        // What was refused leaves no trace in what is read next.
        T read = serde.deserializer().deserialize("fuzz", bytes);
        assertThat(serde.serializer().serialize("fuzz", read))
            .as("seed %d, try %d", seed, i)
            .isEqualTo(bytes);
      }
    }
    assertThat(refused).as("mutations that did harm, seed %d", seed).isPositive();
  }

  @Test
  void randomBytesAreReadOrRefused() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    try (var serde = SERDES.serde(DeviceEvent.class)) {
      byte[] header = Arrays.copyOf(serde.serializer().serialize("fuzz", Samples.anEvent()), 5);
      for (int i = 0; i < 10 * TRIES; i++) {
        byte[] bytes = new byte[random.nextInt(5, 200)];
        random.nextBytes(bytes);
        System.arraycopy(header, 0, bytes, 0, header.length);
        isRefused(serde.deserializer(), bytes, seed);
      }
    }
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] mutated = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? bytes.length + 3 : bytes.length);
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(3)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        // A run of continuation bytes makes lengths and counts huge.
        default ->
            Arrays.fill(
                mutated, at, Math.min(mutated.length, at + random.nextInt(1, 10)), (byte) -1);
      }
    }
    return mutated;
  }

  private static boolean isRefused(Deserializer<?> reader, byte[] bytes, long seed) {
    try {
      assertThat(reader.deserialize("fuzz", bytes)).isNotNull();
      return false;
    } catch (UnreadableRecordException e) {
      assertThat(e.getMessage()).isNotBlank();
      return true;
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      return fail("seed %d, bytes %s".formatted(seed, Arrays.toString(bytes)), e);
    }
  }
}
