package io.clinictelemetry.domain.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.Rejection.Reason;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ServiceEventTest {

  private static final long NOON = 1_772_452_800_000L;

  private static ServiceEvent event(OptionalLong startedAtMs, long doneAtMs) {
    return new ServiceEvent("e-1", "d-1", true, startedAtMs, doneAtMs, false, 1);
  }

  private static Reason reasonOf(ServiceEvent event) {
    return event.check("d-1", NOON).map(Rejection::reason).orElse(null);
  }

  @Test
  void takesWhatWasDoneAtOnceAndWhatTookTime() {
    assertThat(reasonOf(event(OptionalLong.empty(), NOON))).isNull();
    assertThat(reasonOf(event(OptionalLong.of(NOON - 3_600_000), NOON))).isNull();
    assertThat(reasonOf(event(OptionalLong.of(NOON), NOON))).isNull();
  }

  @Test
  void takesAClockThatIsAMinuteAheadAndNotAMillisecondMore() {
    assertThat(reasonOf(event(OptionalLong.empty(), NOON + 60_000))).isNull();
    assertThat(reasonOf(event(OptionalLong.empty(), NOON + 60_001))).isEqualTo(Reason.CLOCK_AHEAD);
    assertThat(reasonOf(event(OptionalLong.empty(), Long.MAX_VALUE / 2)))
        .isEqualTo(Reason.CLOCK_AHEAD);
  }

  @Test
  void refusesAnEndBeforeTheStart() {
    assertThat(reasonOf(event(OptionalLong.of(NOON), NOON - 1)))
        .isEqualTo(Reason.IMPOSSIBLE_NUMBER);
  }

  @Test
  void refusesAServiceOfMoreThanAYearAndTimesBefore1970() {
    assertThat(reasonOf(event(OptionalLong.of(NOON - ServiceEvent.LONGEST_MS), NOON))).isNull();
    assertThat(reasonOf(event(OptionalLong.of(NOON - ServiceEvent.LONGEST_MS - 1), NOON)))
        .isEqualTo(Reason.IMPOSSIBLE_NUMBER);
    assertThat(reasonOf(event(OptionalLong.empty(), -1))).isEqualTo(Reason.IMPOSSIBLE_NUMBER);
    assertThat(reasonOf(event(OptionalLong.of(-1), NOON))).isEqualTo(Reason.IMPOSSIBLE_NUMBER);
  }

  @Test
  void refusesAnotherKeyThanTheDeviceAndNone() {
    ServiceEvent event = event(OptionalLong.empty(), NOON);
    assertThat(event.check("d-2", NOON).orElseThrow().reason()).isEqualTo(Reason.KEY_MISMATCH);
    assertThat(event.check(null, NOON).orElseThrow().reason()).isEqualTo(Reason.NULL_KEY);
  }

  @Test
  void refusesIdsThatAreNone() {
    assertThat(reasonOf(new ServiceEvent("", "d-1", true, OptionalLong.empty(), NOON, false, 1)))
        .isEqualTo(Reason.INVALID_ID);
    assertThat(
            reasonOf(new ServiceEvent("a\nb", "d-1", true, OptionalLong.empty(), NOON, false, 1)))
        .isEqualTo(Reason.INVALID_ID);
  }

  @Test
  void refusesAKindThatIsNotKnownAndARevisionThatIsNone() {
    assertThat(
            reasonOf(new ServiceEvent("e-1", "d-1", false, OptionalLong.empty(), NOON, false, 1)))
        .isEqualTo(Reason.UNKNOWN_KIND);
    assertThat(reasonOf(new ServiceEvent("e-1", "d-1", true, OptionalLong.empty(), NOON, false, 0)))
        .isEqualTo(Reason.IMPOSSIBLE_NUMBER);
  }
}
