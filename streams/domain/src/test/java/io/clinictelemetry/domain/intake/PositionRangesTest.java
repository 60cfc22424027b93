package io.clinictelemetry.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PositionRangesTest {

  @Test
  void aRangeSetHoldsWhatATreeSetHolds() {
    Property.forAll(
        250,
        PositionRangesTest::edits,
        (edits, random) -> {
          PositionRanges ranges = new PositionRanges();
          TreeSet<Position> model = new TreeSet<>();
          for (Position position : edits) {
            switch (random.nextInt(12)) {
              case 0 -> {
                ranges.removeUpTo(position);
                model.headSet(position, true).clear();
              }
              case 1, 2, 3 -> assertThat(ranges.remove(position)).isEqualTo(model.remove(position));
              default -> {
                if (model.add(position)) {
                  ranges.add(position);
                }
              }
            }
            assertSame(ranges, model);
          }
        });
  }

  private static void assertSame(PositionRanges ranges, Set<Position> model) {
    List<Position> spread = new ArrayList<>();
    Position end = null;
    for (PositionRanges.Range range : ranges.ranges()) {
      assertThat(range.first()).as("neither touching nor overlapping").isNotEqualTo(end);
      for (long seq = range.from(); seq <= range.to(); seq++) {
        spread.add(new Position(range.bootId(), seq));
      }
      end = range.last().next();
    }
    assertThat(spread).containsExactlyElementsOf(model);
  }

  private static List<Position> edits(Random random) {
    return random
        .ints(random.nextInt(120), 0, 40)
        .mapToObj(i -> new Position(i / 20, i % 20))
        .toList();
  }
}
