package io.clinictelemetry.domain.intake;

import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceClockTest {

  private static final long SENT = SESSION_START;

  private final DeviceClock clock = new DeviceClock();

  @Test
  void aDeviceNeverHeardOfHasTheRightTime() {
    assertThat(clock.offsetMs()).isZero();
  }

  @ParameterizedTest(name = "{0} ms off is corrected by {1} ms")
  @CsvSource({
    "0, 0",
    "5000, 0",
    "5001, 5001",
    "-5000, 0",
    "-5001, -5001",
    "4999, 0",
    "-4999, 0",
  })
  void withinFiveSecondsAClockIsRight(long differenceMs, long offsetMs) {
    clock.observe(0, SENT, SENT + differenceMs);

    assertThat(clock.offsetMs()).isEqualTo(offsetMs);
  }

  @Test
  void aClockTenYearsAheadIsCorrected() {
    long tenYears = Duration.ofDays(3_653).toMillis();
    clock.observe(0, SENT + tenYears, SENT + 80);

    assertThat(SENT + tenYears + clock.offsetMs()).isEqualTo(SENT + 80);
  }

  @Test
  void delayOnlyEnlargesTheDifferenceSoTheSmallestCounts() {
    clock.observe(0, SENT, SENT + 90_000);
    clock.observe(0, SENT, SENT + 60_000);
    clock.observe(0, SENT, SENT + 70_000);

    assertThat(clock.offsetMs()).isEqualTo(60_000);
  }

  @Test
  void oneQuickRecordShowsThatAClockIsRight() {
    clock.observe(0, SENT, SENT + 3_600_000); // from a journal, for instance
    clock.observe(0, SENT, SENT + 200);
    clock.observe(0, SENT, SENT + 3_600_000);

    assertThat(clock.offsetMs()).isZero();
  }

  @Test
  void whatNoDelayExplainsIsAClockThatWasSet() {
    long absurd = 253_402_300_799_999L; // the end of the year 9999
    assertThat(clock.observe(0, SENT, SENT + 80)).isFalse();
    assertThat(clock.observe(0, absurd, SENT + 180)).isTrue();
    assertThat(absurd + clock.offsetMs()).as("in its own time").isEqualTo(SENT + 180);

    assertThat(clock.observe(0, SENT + 200, SENT + 280)).isTrue();
    assertThat(clock.offsetMs()).as("nothing is left of it").isZero();
  }

  @ParameterizedTest(name = "from {0} ms off to {1} ms off")
  @CsvSource({
    "0, 2592000000, false",
    "0, 2592000001, true",
    "0, -2592000000, false",
    "0, -2592000001, true",
    "-2592000000, 1, true",
  })
  void aClockWasSetWhenItChangedByMoreThanThirtyDays(long beforeMs, long afterMs, boolean set) {
    clock.observe(0, SENT, SENT + beforeMs);

    assertThat(clock.observe(0, SENT, SENT + afterMs)).isEqualTo(set);
  }

  @Test
  void aClockThatWasSetBetweenTwoBootsIsOne() {
    clock.observe(0, 0, SENT);

    assertThat(clock.observe(1, SENT, SENT)).isTrue();
    assertThat(clock.observe(0, 0, SENT)).as("an earlier boot").isFalse();
    assertThat(clock.offsetMs()).isZero();
  }

  @Test
  void aLaterBootIsLearntAnew() {
    clock.observe(1, SENT, SENT + 10_000);
    clock.observe(2, SENT, SENT + 60_000);

    assertThat(clock.offsetMs()).isEqualTo(60_000);
    assertThat(clock.bootId()).isEqualTo(2);
  }

  @Test
  void anEarlierBootTeachesNothing() {
    clock.observe(2, SENT, SENT + 60_000);
    clock.observe(1, SENT, SENT + 10_000);

    assertThat(clock.offsetMs()).isEqualTo(60_000);
  }

  @Test
  void differencesDoNotWrapAround() {
    clock.observe(0, Long.MIN_VALUE, SENT);
    assertThat(clock.offsetMs()).isEqualTo(Long.MAX_VALUE);

    clock.observe(1, Long.MAX_VALUE, -2);
    assertThat(clock.offsetMs()).isEqualTo(Long.MIN_VALUE);

    clock.observe(2, Long.MAX_VALUE, Long.MAX_VALUE);
    assertThat(clock.offsetMs()).isZero();
  }

  @Test
  void isTheSameWhenRemembered() {
    clock.observe(4, SENT, SENT + 60_000);
    DeviceClock remembered = new DeviceClock(clock.bootId(), clock.smallestDifferenceMs());
    remembered.observe(4, SENT, SENT + 50_000);

    assertThat(remembered.offsetMs()).isEqualTo(50_000);
  }

  @Test
  void theLogClockNeverGoesBack() {
    LogClock logClock = new LogClock(0);

    assertThat(logClock.advanceTo(5)).isEqualTo(5);
    assertThat(logClock.advanceTo(3)).isEqualTo(5);
    assertThat(logClock.nowMs()).isEqualTo(5);
  }
}
