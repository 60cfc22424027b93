package io.clinictelemetry.domain.communication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageClockTest {

  private final StageClock clock = new StageClock(3);

  @Test
  void isThatOfThePartitionThatIsFurthestBehind() {
    clock.told(0, 5_000);
    clock.told(2, 3_000);
    assertThat(clock.nowMs()).as("partition 1 has told nothing").isZero();

    clock.told(1, 4_000);
    assertThat(clock.nowMs()).isEqualTo(3_000);
    clock.told(2, 9_000);
    assertThat(clock.nowMs()).isEqualTo(4_000);
  }

  @Test
  void neverGoesBack() {
    for (int partition = 0; partition < 3; partition++) {
      clock.told(partition, 5_000);
      clock.told(partition, 4_000);
    }
    assertThat(clock.nowMs()).isEqualTo(5_000);
  }
}
