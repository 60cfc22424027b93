package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.testing.Property;
import io.clinictelemetry.domain.usage.Coverage.Stretch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTest {

  @Test
  void aStretchThatWasCoveredIsNotFresh() {
    Coverage coverage = new Coverage();

    assertThat(coverage.cover(100, 200)).containsExactly(new Stretch(100, 200));
    assertThat(coverage.cover(100, 200)).isEmpty();
    assertThat(coverage.cover(50, 250))
        .containsExactly(new Stretch(50, 100), new Stretch(200, 250));
    assertThat(coverage.stretches()).containsExactly(new Stretch(50, 250));
    assertThat(coverage.endMs()).isEqualTo(250);
  }

  @Test
  void nothingEndsAtTheBeginning() {
    assertThat(new Coverage().endMs()).isZero();
  }

  @Test
  void forgetsTheEarliestHoleOfASessionWithTooMany() {
    Coverage coverage = new Coverage();
    for (long i = 0; i < Coverage.MAX_STRETCHES; i++) {
      coverage.cover(2 * i, 2 * i + 1);
    }
    assertThat(coverage.stretches()).hasSize(Coverage.MAX_STRETCHES);

    long next = 2L * Coverage.MAX_STRETCHES;
    assertThat(coverage.cover(next, next + 1)).containsExactly(new Stretch(next, next + 1));
    assertThat(coverage.stretches())
        .hasSize(Coverage.MAX_STRETCHES)
        .startsWith(new Stretch(0, 3), new Stretch(4, 5));
    assertThat(coverage.cover(1, 2)).as("the hole that was forgotten").isEmpty();
    assertThat(coverage.cover(3, 4)).containsExactly(new Stretch(3, 4));
  }

  @Test
  void coversWhatABitSetCovers() {
    Property.forAll(
        2_000,
        CoverageTest::stretches,
        (stretches, random) -> {
          Coverage coverage = new Coverage();
          BitSet model = new BitSet();
          for (Stretch stretch : stretches) {
            BitSet expected = new BitSet();
            expected.set((int) stretch.from(), (int) stretch.to());
            expected.andNot(model);
            model.or(expected);

            assertThat(coverage.cover(stretch.from(), stretch.to())).isEqualTo(runs(expected));
            assertThat(coverage.stretches()).isEqualTo(runs(model));
            assertThat(coverage.endMs()).isEqualTo(model.length());
            if (random.nextInt(4) == 0) {
              coverage = new Coverage(coverage.stretches());
            }
          }
        });
  }

  private static List<Stretch> stretches(Random random) {
    List<Stretch> stretches = new ArrayList<>();
    long next = 0;
    for (int i = random.nextInt(30); i > 0; i--) {
      long from = random.nextInt(3) == 0 ? random.nextInt(100) : next;
      next = from + 1 + random.nextInt(10);
      stretches.add(new Stretch(from, next));
    }
    return stretches;
  }

  private static List<Stretch> runs(BitSet bits) {
    List<Stretch> runs = new ArrayList<>();
    for (int from = bits.nextSetBit(0); from >= 0; from = bits.nextSetBit(runsEnd(bits, from))) {
      runs.add(new Stretch(from, runsEnd(bits, from)));
    }
    return runs;
  }

  private static int runsEnd(BitSet bits, int from) {
    return bits.nextClearBit(from);
  }
}
