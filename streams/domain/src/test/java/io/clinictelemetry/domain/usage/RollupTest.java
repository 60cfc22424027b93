package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollupTest {

  @Test
  void knowsSmallestMeanAndLargest() {
    Rollup rollup = new Rollup(0);
    rollup.add(10);
    rollup.add(40);
    rollup.add(25);

    assertThat(rollup.min()).isEqualTo(10);
    assertThat(rollup.mean()).isEqualTo(25);
    assertThat(rollup.max()).isEqualTo(40);
    assertThat(rollup.samples()).isEqualTo(3);
  }

  @Test
  void aWindowBeginsEveryTenSecondsAlsoBefore1970() {
    assertThat(Rollup.windowOf(0)).isZero();
    assertThat(Rollup.windowOf(9_999)).isZero();
    assertThat(Rollup.windowOf(10_000)).isEqualTo(10_000);
    assertThat(Rollup.windowOf(-1)).isEqualTo(-10_000);
  }

  @Test
  void theMeanOfEqualReadingsIsTheReading() {
    Rollup rollup = new Rollup(0);
    for (int i = 0; i < 100; i++) {
      rollup.add(61.3f);
    }

    assertThat(rollup.mean()).isEqualTo(61.3f);
  }

  @Test
  void theOrderOfArrivalChangesNoDigit() {
    Property.forAll(
        300,
        random -> random.doubles(200, -20, 1_000).mapToObj(value -> (float) value).toList(),
        (values, random) -> {
          List<Float> shuffled = new ArrayList<>(values);
          Collections.shuffle(shuffled, random);

          assertThat(sum(shuffled)).isEqualTo(sum(values));
        });
  }

  private static double sum(List<Float> values) {
    Rollup rollup = new Rollup(0);
    values.forEach(rollup::add);
    return rollup.sum();
  }
}
