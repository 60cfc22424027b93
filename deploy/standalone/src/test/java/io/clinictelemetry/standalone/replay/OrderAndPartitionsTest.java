package io.clinictelemetry.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.standalone.replay.RecordedFleet.Arrival;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class OrderAndPartitionsTest {

  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  @TempDir private Path directory;

  @Test
  void theSameEpisodesComeOutInAnyOrderWithinTheGapWaitAndOverAnyPartitions() throws Exception {
    long seed = ThreadLocalRandom.current().nextLong(1_000_000);
    RecordedFleet fleet =
        RecordedFleet.of("", seed, START, Duration.ofMinutes(2), directory.resolve("fleet"));
    Episodes expected = judged(fleet, 1, fleet.inOrder(), "in order");
    assertThat(expected.rules()).as("rules, of seed %d", seed).isGreaterThan(2);

    for (int partitions : List.of(1, 4, 16)) {
      List<Arrival> disordered = fleet.disordered(new Random(seed + partitions));
      assertThat(disordered).hasSizeGreaterThan(fleet.events().size());

      assertThat(judged(fleet, partitions, disordered, "disordered").arrivedWhenever())
          .as("seed %d, %d partitions", seed, partitions)
          .containsExactlyElementsOf(expected.arrivedWhenever());
    }
  }

  private Episodes judged(
      RecordedFleet fleet, int partitions, List<Arrival> arrivals, String name) {
    try (PartitionedSafety safety =
        new PartitionedSafety(partitions, directory.resolve(name + partitions))) {
      return safety.judge(fleet.devices(), arrivals);
    }
  }
}
