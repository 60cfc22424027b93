package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.domain.usage.OpeningHours.Opening;
import io.clinictelemetry.domain.usage.OpeningHours.WeekFrom;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static long ms(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static WeekFrom daily(String from, int opens, int closes) {
    return new WeekFrom(
        ms(from),
        Stream.of(DayOfWeek.values()).map(day -> new Opening(day, opens, closes)).toList());
  }

  private static long hours(OpeningHours opening, String from, String to) {
    return Duration.ofMillis(opening.within(new Window(ms(from), ms(to)), BERLIN).lengthMs())
        .toHours();
  }

  @Test
  void areThoseOfTheClinicsOwnClock() {
    OpeningHours opening =
        new OpeningHours(List.of(daily("2020-01-01T00:00:00Z", 9 * 60, 17 * 60)));

    assertThat(
            opening
                .within(new Window(ms("2026-07-01T06:00:00Z"), ms("2026-07-01T08:00:00Z")), BERLIN)
                .stretches())
        .containsExactly(
            new Coverage.Stretch(ms("2026-07-01T07:00:00Z"), ms("2026-07-01T08:00:00Z")));
  }

  @Test
  void areLongerAndShorterWhereTheClockShiftsWhileTheClinicIsOpen() {
    OpeningHours opening = new OpeningHours(List.of(daily("2020-01-01T00:00:00Z", 0, 24 * 60)));

    assertThat(hours(opening, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")).isEqualTo(23);
    assertThat(hours(opening, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")).isEqualTo(25);
  }

  @Test
  void changeFromTheirDateAndLeaveThePast() {
    OpeningHours opening =
        new OpeningHours(
            List.of(
                daily("2026-07-02T11:00:00Z", 8 * 60, 20 * 60),
                daily("2026-07-01T00:00:00Z", 9 * 60, 17 * 60)));

    assertThat(hours(opening, "2026-06-29T22:00:00Z", "2026-06-30T22:00:00Z")).isZero();
    assertThat(opening.known(new Window(ms("2026-06-29T22:00:00Z"), ms("2026-06-30T22:00:00Z"))))
        .isFalse();
    assertThat(hours(opening, "2026-06-30T22:00:00Z", "2026-07-01T22:00:00Z")).isEqualTo(8);
    assertThat(hours(opening, "2026-07-01T22:00:00Z", "2026-07-02T22:00:00Z"))
        .as("4 h of the old and 7 h of the new")
        .isEqualTo(11);
    assertThat(hours(opening, "2026-07-02T22:00:00Z", "2026-07-03T22:00:00Z")).isEqualTo(12);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new Opening(DayOfWeek.MONDAY, 600, 600))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Opening(DayOfWeek.MONDAY, 600, 1441))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
