package io.clinictelemetry.sinks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.sinks.SteppedClock;
import io.clinictelemetry.sinks.pipeline.PipelineClock.Reading;
import io.clinictelemetry.sinks.pipeline.PipelineClock.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PipelineClockTest {

  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final SteppedClock clock = new SteppedClock(START);
  private final PipelineClock pipeline = new PipelineClock(clock);

  @Test
  void startsWithoutAnAlarmAndIsBlindWhenNoTickComes() {
    clock.at(START.plus(PipelineClock.BLIND_AFTER).minusMillis(1));
    assertThat(pipeline.read()).isEqualTo(new Reading(State.STARTING, null, 0));

    clock.at(START.plus(PipelineClock.BLIND_AFTER));
    assertThat(pipeline.read()).isEqualTo(new Reading(State.BLIND, null, 0));
  }

  @Test
  void isLiveUntilTheTicksAreMoreThanTenSecondsOld() {
    pipeline.expect(0);
    pipeline.tick(0, START.plusSeconds(60));

    clock.at(START.plusSeconds(70));
    assertThat(pipeline.read()).isEqualTo(new Reading(State.LIVE, 10_000L, 0));

    clock.at(START.plusSeconds(70).plusMillis(1));
    assertThat(pipeline.read()).isEqualTo(new Reading(State.BLIND, 10_001L, 1));
  }

  @Test
  void isBlindWhenOnePartitionOfSeveralHasNoTicks() {
    pipeline.expect(0);
    pipeline.expect(1);
    clock.at(START.plus(Duration.ofMinutes(1)));
    pipeline.tick(0, clock.instant());

    assertThat(pipeline.read()).isEqualTo(new Reading(State.BLIND, null, 1));
  }

  @Test
  void olderTickThatIsReadLaterChangesNothing() {
    pipeline.tick(0, START.plusSeconds(5));
    pipeline.tick(0, START.plusSeconds(4));
    clock.at(START.plusSeconds(5));

    assertThat(pipeline.read().tickAgeMs()).isZero();
  }
}
