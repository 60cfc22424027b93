package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.Modality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

  @Test
  void withoutValuesThereIsNoPercentile() {
    assertThat(new Histogram(5).percentile(50)).isZero();
  }

  @Test
  void aPercentileIsTheMiddleOfItsBucketByTime() {
    Histogram histogram = new Histogram(10);
    histogram.add(14, 49);
    histogram.add(25, 51);

    assertThat(histogram.percentile(49)).isEqualTo(15);
    assertThat(histogram.percentile(50)).isEqualTo(25);
  }

  @Test
  void valuesBelowZeroHaveBucketsOfTheirOwn() {
    Histogram histogram = new Histogram(500);
    histogram.add(-1, 10);
    histogram.add(0, 10);

    assertThat(histogram.size()).isEqualTo(2);
    assertThat(histogram.startOf(0)).isEqualTo(-500);
  }

  @Test
  void absurdValuesTakeNoMoreMemory() {
    Histogram histogram = new Histogram(5);
    for (long value = 1; value > 0; value *= 2) {
      histogram.add(value, 1);
      histogram.add(-value, 1);
    }

    assertThat(histogram.size()).isLessThan(30);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isWithinHalfABucketOfTheExactPercentile(long seed) {
    Random random = new Random(seed);
    ChannelTotals channel = new ChannelTotals(Modality.MICRODERMABRASION);
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      long value = Math.round(30_000 + 5_000 * random.nextGaussian());
      values.add(value);
      channel.add(value, 100);
    }
    long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();

    assertThat(channel.percentile(50)).isBetween(sorted[499] - 250, sorted[499] + 250);
    assertThat(channel.percentile(95)).isBetween(sorted[949] - 250, sorted[949] + 250);
    assertThat(channel.mean()).isEqualTo(Math.round(Arrays.stream(sorted).average().getAsDouble()));
  }
}
