package io.clinictelemetry.domain.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;

/** The clock on a clinic's wall, which may follow another time zone from some instant on. */
public final class ClinicClock {

  /**
   * A time zone from an instant on.
   *
   * @param fromMs first instant, ms since 1970 UTC
   * @param zone the zone
   */
  public record ZoneFrom(long fromMs, ZoneId zone) {}

  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final List<ZoneFrom> zones;

  /**
   * @param zones in any order; the earliest also applies before its instant
   * @throws IllegalArgumentException when there is none
   */
  public ClinicClock(List<ZoneFrom> zones) {
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("a clinic needs a time zone");
    }
    this.zones = zones.stream().sorted(Comparator.comparingLong(ZoneFrom::fromMs)).toList();
  }

  /** The zone at an instant. */
  public ZoneId zoneAt(long atMs) {
    return zones.get(indexAt(atMs)).zone();
  }

  private int indexAt(long atMs) {
    int i = zones.size() - 1;
    while (i > 0 && zones.get(i).fromMs() > atMs) {
      i--;
    }
    return i;
  }

  /**
   * The hour of the clinic's clock that an instant falls into. Where the clock shifts, a new hour
   * begins at the shift, so that each instant belongs to one hour and hours add up to days.
   */
  public Window hourAt(long atMs) {
    int index = indexAt(atMs);
    ZoneRules rules = zones.get(index).zone().getRules();
    Instant at = Instant.ofEpochMilli(atMs);
    long offsetMs = rules.getOffset(at).getTotalSeconds() * 1_000L;
    long start = Math.floorDiv(atMs + offsetMs, HOUR_MS) * HOUR_MS - offsetMs;
    long end = start + HOUR_MS;
    // "Before" is exclusive, so ask from just after.
    ZoneOffsetTransition before = rules.previousTransition(at.plusMillis(1));
    ZoneOffsetTransition after = rules.nextTransition(at);
    if (before != null) {
      start = Math.max(start, before.getInstant().toEpochMilli());
    }
    if (after != null) {
      end = Math.min(end, after.getInstant().toEpochMilli());
    }
    if (index > 0) {
      start = Math.max(start, zones.get(index).fromMs());
    }
    if (index + 1 < zones.size()) {
      end = Math.min(end, zones.get(index + 1).fromMs());
    }
    return new Window(start, end);
  }

  /**
   * The day of the clinic's clock that an instant falls into: from the first instant of a date to
   * that of the next one. It consists of whole hours as {@link #hourAt} has them.
   */
  public Window dayAt(long atMs) {
    int index = indexAt(atMs);
    ZoneId zone = zones.get(index).zone();
    LocalDate date = Instant.ofEpochMilli(atMs).atZone(zone).toLocalDate();
    // Where the clock goes back over midnight, the old date comes again within the new day.
    if (atMs >= startOf(date.plusDays(1), zone)) {
      date = date.plusDays(1);
    } else if (atMs < startOf(date, zone)) {
      date = date.minusDays(1);
    }
    long start = startOf(date, zone);
    long end = startOf(date.plusDays(1), zone);
    if (index > 0) {
      start = Math.max(start, zones.get(index).fromMs());
    }
    if (index + 1 < zones.size()) {
      end = Math.min(end, zones.get(index + 1).fromMs());
    }
    return new Window(start, end);
  }

  private static long startOf(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant().toEpochMilli();
  }
}
