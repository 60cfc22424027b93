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
  void nothingEndsAtTheBeginning() {
    assertThat(new Coverage().endMs()).isZero();
    assertThat(new Coverage().isEmpty()).isTrue();
    assertThat(new Coverage().longestHoleMs()).isZero();
  }

  @Test
  void stretchesThatAreNearEnoughAreOneWithWhatLiesBetween() {
    Coverage coverage = new Coverage(10);
    coverage.add(100, 100);
    coverage.add(121, 130);
    assertThat(coverage.stretches()).containsExactly(new Stretch(100, 100), new Stretch(121, 130));

    coverage.add(111, 111);
    assertThat(coverage.stretches())
        .as("10 from the one, 11 from the other")
        .containsExactly(new Stretch(100, 100), new Stretch(111, 130));
    assertThat(coverage.longestHoleMs()).isEqualTo(11);

    coverage.add(110, 110);
    assertThat(coverage.stretches()).containsExactly(new Stretch(100, 130));
    assertThat(coverage.lengthMs()).isEqualTo(30);
  }

  @Test
  void aHoleThatWasForgottenNeverCounts() {
    Coverage coverage = new Coverage();
    for (long i = 0; i <= Coverage.MAX_STRETCHES; i++) {
      coverage.add(2 * i, 2 * i + 1);
    }
    assertThat(coverage.stretches())
        .hasSize(Coverage.MAX_STRETCHES)
        .startsWith(new Stretch(0, 3), new Stretch(4, 5));
    assertThat(coverage.lengthMs()).isEqualTo(Coverage.MAX_STRETCHES + 1);

    coverage.add(1, 2);
    assertThat(coverage.lengthMs()).as("the hole").isEqualTo(Coverage.MAX_STRETCHES + 1);
    coverage.add(3, 4);
    assertThat(coverage.lengthMs()).as("another").isEqualTo(Coverage.MAX_STRETCHES + 2);
  }

  @Test
  void coversWhatABitSetCovers() {
    Property.forAll(
        2_000,
        CoverageTest::stretches,
        (stretches, random) -> {
          Coverage coverage = new Coverage();
          Coverage other = new Coverage();
          BitSet model = new BitSet();
          BitSet otherModel = new BitSet();
          for (Stretch stretch : stretches) {
            int from = (int) stretch.from();
            int to = (int) stretch.to();
            if (random.nextInt(3) == 0) {
              other.add(from, to);
              otherModel.set(from, to);
            }
            coverage.add(from, to);
            model.set(from, to);

            assertThat(coverage.stretches()).isEqualTo(runs(model));
            assertThat(coverage.endMs()).isEqualTo(model.length());
            assertThat(coverage.lengthMs()).isEqualTo(model.cardinality());
            BitSet rest = (BitSet) model.clone();
            rest.andNot(otherModel);
            assertThat(coverage.outside(other).stretches()).isEqualTo(runs(rest));
            assertThat(coverage.lengthWithin(from - 3, to + 3))
                .isEqualTo(model.get(Math.max(0, from - 3), to + 3).cardinality());
            BitSet outside = (BitSet) model.clone();
            outside.andNot(otherModel);
            assertThat(coverage.lengthOutside(other)).isEqualTo(outside.cardinality());
            if (random.nextInt(4) == 0) {
              coverage = new Coverage(0, coverage.stretches(), 0);
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
