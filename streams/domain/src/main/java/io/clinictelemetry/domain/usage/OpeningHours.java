package io.clinictelemetry.domain.usage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;

/** When a clinic is open by its own clock, which may change from some instant on. */
public final class OpeningHours {

  /**
   * One time of a weekday at which the clinic is open. One that goes past midnight is two.
   *
   * @param opens minute of the day, 0 to 1439
   * @param closes minute of the day, 1 to 1440
   */
  public record Opening(DayOfWeek day, int opens, int closes) {

    /**
     * @throws IllegalArgumentException when it does not close after it opens, on the same day
     */
    public Opening {
      if (opens < 0 || closes > MINUTES_A_DAY || opens >= closes) {
        throw new IllegalArgumentException("open from minute " + opens + " to " + closes);
      }
    }
  }

  /**
   * Opening hours from an instant on.
   *
   * @param fromMs first instant, ms since 1970 UTC
   */
  public record WeekFrom(long fromMs, List<Opening> openings) {}

  private static final int MINUTES_A_DAY = 24 * 60;

  private final List<WeekFrom> weeks;

  /**
   * @param weeks in any order; before the earliest, nothing is known
   */
  public OpeningHours(List<WeekFrom> weeks) {
    this.weeks = weeks.stream().sorted(Comparator.comparingLong(WeekFrom::fromMs)).toList();
  }

  /** Whether it is known at some time of the window when the clinic is open. */
  public boolean known(Window window) {
    return !weeks.isEmpty() && weeks.get(0).fromMs() < window.endMs();
  }

  /**
   * When the clinic is open within the window.
   *
   * @param zone the clinic's time zone in the window
   */
  public Coverage within(Window window, ZoneId zone) {
    Coverage open = new Coverage();
    for (int i = 0; i < weeks.size(); i++) {
      long from = Math.max(window.startMs(), weeks.get(i).fromMs());
      long to =
          i + 1 < weeks.size()
              ? Math.min(window.endMs(), weeks.get(i + 1).fromMs())
              : window.endMs();
      if (from < to) {
        addOpen(open, weeks.get(i), from, to, zone);
      }
    }
    return open;
  }

  private static void addOpen(Coverage open, WeekFrom week, long from, long to, ZoneId zone) {
    // A day more on either side: where the clock goes back at midnight, dates come twice.
    LocalDate last = dateOf(to, zone).plusDays(1);
    for (LocalDate date = dateOf(from, zone).minusDays(1);
        !date.isAfter(last);
        date = date.plusDays(1)) {
      for (Opening opening : week.openings()) {
        if (opening.day() == date.getDayOfWeek()) {
          long start = Math.max(from, instantOf(date, opening.opens(), zone));
          long end = Math.min(to, instantOf(date, opening.closes(), zone));
          if (start < end) {
            open.add(start, end);
          }
        }
      }
    }
  }

  private static LocalDate dateOf(long atMs, ZoneId zone) {
    return Instant.ofEpochMilli(atMs).atZone(zone).toLocalDate();
  }

  /** A time that the clock skips is as much later; of one that it shows twice it is the first. */
  private static long instantOf(LocalDate date, int minute, ZoneId zone) {
    ZonedDateTime at =
        minute == MINUTES_A_DAY
            ? ZonedDateTime.of(date.plusDays(1), LocalTime.MIDNIGHT, zone)
            : ZonedDateTime.of(date, LocalTime.of(minute / 60, minute % 60), zone);
    return at.toInstant().toEpochMilli();
  }
}
