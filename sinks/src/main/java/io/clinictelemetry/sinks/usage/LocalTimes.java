package io.clinictelemetry.sinks.usage;

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
   * @param zoneId IANA name; null for UTC
   */
  public static String label(Instant at, String zoneId) {
    ZoneId zone = zoneId == null ? ZoneOffset.UTC : ZoneId.of(zoneId);
    return FORMAT.format(at.atZone(zone));
  }
}
