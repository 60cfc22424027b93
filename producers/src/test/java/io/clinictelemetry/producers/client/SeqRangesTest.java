package io.clinictelemetry.producers.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeqRangesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsWhatASetOfNumbersHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SeqRanges ranges = new SeqRanges();
    TreeSet<Long> oracle = new TreeSet<>();
    for (int i = 0; i < 5_000; i++) {
      long seq = random.nextLong(40);
      if (random.nextBoolean()) {
        ranges.add(seq);
        oracle.add(seq);
      } else {
        ranges.remove(seq);
        oracle.remove(seq);
      }
      assertThat(ranges.lastByFirst()).as("seed %d, step %d", seed, i).isEqualTo(runs(oracle));
      assertThat(ranges.isEmpty()).isEqualTo(oracle.isEmpty());
    }
  }

  private static Map<Long, Long> runs(Set<Long> numbers) {
    Map<Long, Long> runs = new TreeMap<>();
    for (long number : numbers) {
      if (!numbers.contains(number - 1)) {
        long last = number;
        while (numbers.contains(last + 1)) {
          last++;
        }
        runs.put(number, last);
      }
    }
    return runs;
  }
}
