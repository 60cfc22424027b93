package io.clinictelemetry.standalone.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisorderTest {

  private static final int SENT = 10_000;

  @Test
  void somethingComesTwiceSomethingLateSomethingNeverAndMostInOrder() {
    List<Integer> arrived = arrived(1);

    int distinct = new HashSet<>(arrived).size();
    assertThat(distinct).as("some are lost").isBetween(SENT * 98 / 100, SENT - 1);
    assertThat(arrived.size()).as("some come twice").isGreaterThan(distinct + SENT / 100);
    assertThat(inversions(arrived)).as("some overtake").isBetween(SENT / 100L, SENT / 5L);
  }

  @Test
  void theSameSeedGivesTheSameDisorder() {
    assertThat(arrived(7)).isEqualTo(arrived(7)).isNotEqualTo(arrived(8));
  }

  private static List<Integer> arrived(long seed) {
    Disorder<Integer> disorder = new Disorder<>(seed);
    List<Integer> arrived = new ArrayList<>();
    for (int i = 0; i < SENT; i++) {
      disorder.send(i, i * 10L);
      arrived.addAll(disorder.arriving(i * 10L));
    }
    arrived.addAll(disorder.arriving(Long.MAX_VALUE));
    return arrived;
  }

  private static long inversions(List<Integer> arrived) {
    long count = 0;
    for (int i = 1; i < arrived.size(); i++) {
      if (arrived.get(i) < arrived.get(i - 1)) {
        count++;
      }
    }
    return count;
  }
}
