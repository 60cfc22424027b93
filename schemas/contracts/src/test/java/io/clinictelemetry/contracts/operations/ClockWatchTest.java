package io.clinictelemetry.contracts.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private static final Health WELL = new Health(true, true, "safety is RUNNING");

  private long wallMs = Duration.ofDays(20_000).toMillis();
  private long monotonicNanos = -5_000_000;
  private final ClockWatch watch = new ClockWatch(() -> wallMs, () -> monotonicNanos);

  @Test
  void aClockThatGoesItsWayIsNoTrouble() {
    pass(Duration.ofHours(5));

    assertThat(watch.judge(WELL)).isEqualTo(WELL);
  }

  @Test
  void aClockThatIsSetForwardIsNoTrouble() {
    wallMs += Duration.ofHours(1).toMillis();

    assertThat(watch.judge(WELL)).isEqualTo(WELL);
  }

  @Test
  void aSmallCorrectionIsNoTrouble() {
    wallMs -= ClockWatch.TOLERANCE.toMillis();

    assertThat(watch.judge(WELL)).isEqualTo(WELL);
  }

  @Test
  void aClockThatIsSetBackNeedsARestart() {
    wallMs -= Duration.ofHours(1).toMillis();
    pass(Duration.ofSeconds(3));

    Health health = watch.judge(WELL);

    assertThat(health.live()).isFalse();
    assertThat(health.detail()).contains("clock was set back by 3600 s");
  }

  @Test
  void aClockThatIsSetForwardAndThenRightAgainNeedsARestart() {
    wallMs += Duration.ofHours(1).toMillis();
    watch.judge(WELL);
    wallMs -= Duration.ofHours(1).toMillis();

    assertThat(watch.judge(WELL).live()).isFalse();
  }

  private void pass(Duration time) {
    wallMs += time.toMillis();
    monotonicNanos += time.toNanos();
  }
}
