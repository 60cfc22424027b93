package io.clinictelemetry.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.domain.usage.ClinicClock.ZoneFrom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClinicClockTest {

  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final LocalDate FIRST = LocalDate.of(2010, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2014, 1, 1);

  private static ClinicClock clockOf(String zone) {
    return new ClinicClock(List.of(new ZoneFrom(0, ZoneId.of(zone))));
  }

  private static long ms(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static Window hour(String from, String to) {
    return new Window(ms(from), ms(to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Apia"
      })
  void hoursFollowEachOtherWithoutGapOrOverlap(String name) {
    ZoneId zone = ZoneId.of(name);
    ClinicClock clock = clockOf(name);
    Random random = new Random(1);
    long endMs = LAST.atStartOfDay(zone).toInstant().toEpochMilli();

    long at = FIRST.atStartOfDay(zone).toInstant().toEpochMilli();
    while (at < endMs) {
      Window hour = clock.hourAt(at);
      assertThat(hour.startMs()).isEqualTo(at);
      assertThat(hour.endMs()).isGreaterThan(at).isLessThanOrEqualTo(at + HOUR_MS);
      assertThat(clock.hourAt(hour.endMs() - 1)).isEqualTo(hour);
      assertThat(clock.hourAt(at + (long) (random.nextDouble() * (hour.endMs() - at))))
          .isEqualTo(hour);
      assertWithinOneHourOfTheWall(zone, hour);
      at = hour.endMs();
    }
  }

  private static void assertWithinOneHourOfTheWall(ZoneId zone, Window hour) {
    ZonedDateTime start = Instant.ofEpochMilli(hour.startMs()).atZone(zone);
    ZonedDateTime last = Instant.ofEpochMilli(hour.endMs() - 1).atZone(zone);
    assertThat(last.getHour()).isEqualTo(start.getHour());
    assertThat(last.toLocalDate()).isEqualTo(start.toLocalDate());
    boolean shifts = zone.getRules().getTransition(start.toLocalDateTime()) != null;
    Instant justBefore = start.toInstant().minusMillis(1);
    boolean afterShift =
        !zone.getRules().getOffset(justBefore).equals(zone.getRules().getOffset(start.toInstant()));
    assertThat(start.getMinute() == 0 || shifts || afterShift)
        .as("%s begins with the wall clock's hour, or at a shift", start)
        .isTrue();
  }

  @ParameterizedTest(name = "{0}: days of {1} minutes")
  @CsvSource({
    "Asia/Kathmandu, 1440",
    "Australia/Lord_Howe, 1410 1440 1470",
    "Europe/Berlin, 1380 1440 1500",
    "America/New_York, 1380 1440 1500",
    "Pacific/Apia, 1380 1440 1500",
  })
  void hoursAddUpToDays(String name, String minutes) {
    ZoneId zone = ZoneId.of(name);
    ClinicClock clock = clockOf(name);
    long endMs = LAST.atStartOfDay(zone).toInstant().toEpochMilli();
    Map<LocalDate, Long> days = new TreeMap<>();
    Window hour = clock.hourAt(FIRST.atStartOfDay(zone).toInstant().toEpochMilli());
    while (hour.startMs() < endMs) {
      LocalDate day = Instant.ofEpochMilli(hour.startMs()).atZone(zone).toLocalDate();
      days.merge(day, hour.endMs() - hour.startMs(), Long::sum);
      hour = clock.hourAt(hour.endMs());
    }

    Set<String> lengths = new TreeSet<>();
    days.forEach(
        (day, lengthMs) -> {
          assertThat(lengthMs).as("length of %s", day).isEqualTo(lengthMs(zone, day));
          lengths.add(Long.toString(lengthMs / 60_000));
        });
    assertThat(lengths).containsExactly(minutes.split(" "));
  }

  private static long lengthMs(ZoneId zone, LocalDate day) {
    return Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone)).toMillis();
  }

  @Test
  void aDayThatIsSkippedHasNoHours() {
    ClinicClock apia = clockOf("Pacific/Apia");
    // Thursday, 29 December 2011 was followed by Saturday, the 31st.
    long midnight = ms("2011-12-30T10:00:00Z");

    assertThat(apia.hourAt(midnight - 1))
        .isEqualTo(hour("2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z"));
    assertThat(apia.hourAt(midnight))
        .isEqualTo(hour("2011-12-30T10:00:00Z", "2011-12-30T11:00:00Z"));
  }

  @Test
  void anHourAtFiveHoursAndThreeQuartersBeginsAQuarterPast() {
    assertThat(clockOf("Asia/Kathmandu").hourAt(ms("2024-05-05T12:14:59.999Z")))
        .isEqualTo(hour("2024-05-05T11:15:00Z", "2024-05-05T12:15:00Z"));
  }

  @Test
  void whereTheClockShiftsByHalfAnHourThereIsHalfAnHour() {
    ClinicClock lordHowe = clockOf("Australia/Lord_Howe");

    // At 02:00 the clock goes back to 01:30.
    assertThat(lordHowe.hourAt(ms("2024-04-06T14:59:59Z")))
        .isEqualTo(hour("2024-04-06T14:00:00Z", "2024-04-06T15:00:00Z"));
    assertThat(lordHowe.hourAt(ms("2024-04-06T15:00:00Z")))
        .isEqualTo(hour("2024-04-06T15:00:00Z", "2024-04-06T15:30:00Z"));
    // At 02:00 the clock goes forward to 02:30.
    assertThat(lordHowe.hourAt(ms("2024-10-05T15:30:00Z")))
        .isEqualTo(hour("2024-10-05T15:30:00Z", "2024-10-05T16:00:00Z"));
  }

  @Test
  void theTwoHoursOfOneNameInAutumnAreTwo() {
    ClinicClock berlin = clockOf("Europe/Berlin");

    assertThat(berlin.hourAt(ms("2024-10-27T00:30:00Z")))
        .isEqualTo(hour("2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z"));
    assertThat(berlin.hourAt(ms("2024-10-27T01:30:00Z")))
        .isEqualTo(hour("2024-10-27T01:00:00Z", "2024-10-27T02:00:00Z"));
  }

  @Test
  void aClinicThatChangesItsZoneBeginsANewHourThere() {
    long moved = ms("2024-05-05T12:07:00Z");
    ClinicClock clock =
        new ClinicClock(
            List.of(
                new ZoneFrom(0, ZoneId.of("Europe/Berlin")),
                new ZoneFrom(moved, ZoneId.of("Asia/Kathmandu"))));

    assertThat(clock.zoneAt(moved - 1)).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(clock.zoneAt(moved)).isEqualTo(ZoneId.of("Asia/Kathmandu"));
    assertThat(clock.hourAt(moved - 1))
        .isEqualTo(hour("2024-05-05T12:00:00Z", "2024-05-05T12:07:00Z"));
    assertThat(clock.hourAt(moved)).isEqualTo(hour("2024-05-05T12:07:00Z", "2024-05-05T12:15:00Z"));
  }

  @Test
  void hoursOfAClinicThatMovesOftenFollowEachOtherToo() {
    List<ZoneId> zones =
        List.of(
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Pacific/Apia"));
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      long start = ms("2011-10-01T00:00:00Z");
      long end = start + Duration.ofDays(200).toMillis();
      ClinicClock clock =
          new ClinicClock(
              random
                  .longs(6, start, end)
                  .mapToObj(from -> new ZoneFrom(from, zones.get(random.nextInt(zones.size()))))
                  .toList());

      long at = clock.hourAt(start).startMs();
      while (at < end) {
        Window hour = clock.hourAt(at);
        assertThat(hour.startMs()).as("seed %d", seed).isEqualTo(at);
        assertThat(hour.endMs()).isGreaterThan(at).isLessThanOrEqualTo(at + HOUR_MS);
        assertThat(clock.hourAt(hour.endMs() - 1)).isEqualTo(hour);
        at = hour.endMs();
      }
    }
  }

  @Test
  void theOrderInWhichZonesAreGivenDoesNotMatter() {
    ZoneFrom early = new ZoneFrom(1_000, ZoneId.of("Europe/Berlin"));
    ZoneFrom later = new ZoneFrom(2_000, ZoneId.of("Asia/Kathmandu"));
    ClinicClock clock = new ClinicClock(List.of(later, early));

    assertThat(clock.zoneAt(0)).isEqualTo(early.zone());
    assertThat(clock.zoneAt(1_999)).isEqualTo(early.zone());
    assertThat(clock.zoneAt(2_000)).isEqualTo(later.zone());
  }

  @Test
  void everyTimeThatADeviceCanClaimHasAnHour() {
    ClinicClock clock = clockOf("America/New_York");

    for (long at : new long[] {-253_402_300_799_999L, 0, 253_402_300_799_999L}) {
      Window hour = clock.hourAt(at);
      assertThat(at).isBetween(hour.startMs(), hour.endMs() - 1);
    }
  }

  @Test
  void aClinicNeedsATimeZone() {
    assertThatThrownBy(() -> new ClinicClock(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time zone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "America/St_Johns", // until 2011 its clock went back from 00:01 to 23:01
        "Atlantic/Azores",
        "Pacific/Apia" // left out a day in 2011
      })
  void daysFollowEachOtherAndConsistOfWholeHours(String name) {
    ZoneId zone = ZoneId.of(name);
    ClinicClock clock = clockOf(name);
    long endMs = LAST.atStartOfDay(zone).toInstant().toEpochMilli();

    long at = FIRST.atStartOfDay(zone).toInstant().toEpochMilli();
    while (at < endMs) {
      Window day = clock.dayAt(at);
      assertThat(day.startMs()).isEqualTo(at);
      for (long hour = at; hour < day.endMs(); hour = clock.hourAt(hour).endMs()) {
        assertThat(clock.hourAt(hour).startMs()).isEqualTo(hour);
        assertThat(clock.dayAt(hour)).isEqualTo(day);
        assertThat(clock.dayAt(clock.hourAt(hour).endMs() - 1)).isEqualTo(day);
      }
      at = day.endMs();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29T10:00:00Z, 23",
    "Europe/Berlin, 2026-10-25T10:00:00Z, 25",
    "Asia/Kathmandu, 2026-03-29T10:00:00Z, 24"
  })
  void aDayIsAsLongAsItsDate(String zone, String at, int hours) {
    Window day = clockOf(zone).dayAt(ms(at));

    assertThat(day.endMs() - day.startMs()).isEqualTo(hours * HOUR_MS);
  }

  @Test
  void aDayIsCutWhereTheClinicChangesItsZone() {
    ClinicClock clock =
        new ClinicClock(
            List.of(
                new ZoneFrom(0, ZoneId.of("UTC")),
                new ZoneFrom(ms("2026-03-02T09:15:00Z"), ZoneId.of("Asia/Kathmandu"))));

    assertThat(clock.dayAt(ms("2026-03-02T09:00:00Z")))
        .isEqualTo(hour("2026-03-02T00:00:00Z", "2026-03-02T09:15:00Z"));
    assertThat(clock.dayAt(ms("2026-03-02T10:00:00Z")))
        .isEqualTo(hour("2026-03-02T09:15:00Z", "2026-03-02T18:15:00Z"));
  }
}
