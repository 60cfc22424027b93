package io.clinictelemetry.sinks.usage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants on a clinic's clocks. */
public final class LocalTimes {

  /** The offset is always in figures, also where it is zero. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  private LocalTimes() {}

  /**
   * ISO-8601 with the offset, to the second, for instance {@code 2026-03-02T17:45:00+05:45}.
   *
   * @param zoneId IANA name; UTC for null and for one that is not known
   */
  public static String label(Instant at, String zoneId) {
    return FORMAT.format(at.atZone(zone(zoneId)));
  }

  private static ZoneId zone(String id) {
    try {
      return id == null ? ZoneOffset.UTC : ZoneId.of(id);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC; // as usage counts a clinic whose time zone it does not know
    }
  }
}
