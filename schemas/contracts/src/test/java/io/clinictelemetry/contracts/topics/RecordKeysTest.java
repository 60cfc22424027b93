package io.clinictelemetry.contracts.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class RecordKeysTest {

  @Test
  void partitionsAsKafkasOwnProducerDoes() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder key = new StringBuilder();
      for (int left = random.nextInt(1, 40); left > 0; left--) {
        key.appendCodePoint(random.nextInt(0x20, 0x2FFF));
      }
      int partitions = random.nextInt(1, 200);
      byte[] bytes = key.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(RecordKeys.partition(key.toString(), partitions))
          .as("key %s, %d partitions, seed %d", key, partitions, seed)
          .isEqualTo(BuiltInPartitioner.partitionForKey(bytes, partitions));
    }
  }

  @Test
  void keysAreMadeOfTheirParts() {
    assertThat(RecordKeys.session("device-1", "s-9")).isEqualTo("device-1/s-9");
    assertThat(RecordKeys.ledger("usage", 3)).isEqualTo("usage/3");
    assertThat(RecordKeys.limitPolicy("clinic/c-7", 3)).isEqualTo("clinic/c-7#3");
    assertThat(RecordKeys.usage("device-1", Instant.parse("2026-03-01T09:00:00Z")))
        .isEqualTo("device-1/2026-03-01T09:00:00Z");
    assertThat(RecordKeys.usage("device-1", Instant.parse("2026-03-01T08:15:00Z")))
        .as("an hour of a clock at +05:45")
        .isEqualTo("device-1/2026-03-01T08:15:00Z");
    assertThat(RecordKeys.alertLoad("clinic-7", Instant.parse("2026-03-01T08:00:00Z")))
        .isEqualTo("clinic-7/2026-03-01T08:00:00Z");
  }
}
