package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.SessionTruth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * What a fleet did in the hours and days of its clinics' clocks, added up from its own account by
 * the calendars of the Java platform. Nothing of the pipeline is asked.
 *
 * <p>It steps by quarters of an hour of UTC: no clock in use comes to another hour or day, or is
 * shifted, within one.
 */
final class UsageTruth {

  private final Map<Window, Usage> usage = new HashMap<>();

  private UsageTruth() {}

  /**
   * An hour or a day of a device on its clinic's clock.
   *
   * @param start its first instant
   */
  record Window(String deviceId, UsageWindow length, Instant start) {}

  /**
   * What a device did in a window.
   *
   * @param started sessions that started in it
   * @param completed sessions of which the last millisecond lies in it, but those aborted
   * @param aborted sessions that were aborted, of which the last millisecond lies in it
   * @param sessionMs time between start and end of sessions, ms
   * @param treatingMs treating time, ms
   */
  record Usage(long started, long completed, long aborted, long sessionMs, long treatingMs) {

    static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    Usage plus(Usage other) {
      return new Usage(
          started + other.started,
          completed + other.completed,
          aborted + other.aborted,
          sessionMs + other.sessionMs,
          treatingMs + other.treatingMs);
    }
  }

  /**
   * The usage in each window in which a device had a session. Sessions of a simulated device do not
   * overlap.
   *
   * @param truth of a fleet that has stopped: all its sessions have ended
   */
  static Map<Window, Usage> of(GroundTruth truth) {
    UsageTruth sums = new UsageTruth();
    for (SessionTruth session : truth.sessions()) {
      sums.add(session, truth.timeZones().get(session.clinicId()));
    }
    return sums.usage;
  }

  private void add(SessionTruth session, ZoneId zone) {
    Instant start = session.startedAt();
    Instant end = session.endedAt().orElseThrow();
    add(session, start, zone, new Usage(1, 0, 0, 0, 0));
    add(
        session,
        end.isAfter(start) ? end.minusMillis(1) : start,
        zone,
        session.aborted() ? new Usage(0, 0, 1, 0, 0) : new Usage(0, 1, 0, 0, 0));
    for (Instant from = start; from.isBefore(end); ) {
      Instant next = SessionTruth.quarterOf(from).plus(SessionTruth.QUARTER);
      Instant to = next.isBefore(end) ? next : end;
      add(session, from, zone, new Usage(0, 0, 0, Duration.between(from, to).toMillis(), 0));
      from = to;
    }
    session
        .treatingMsByQuarter()
        .forEach((quarter, ms) -> add(session, quarter, zone, new Usage(0, 0, 0, 0, ms)));
  }

  private void add(SessionTruth session, Instant at, ZoneId zone, Usage more) {
    for (UsageWindow length : new UsageWindow[] {UsageWindow.HOUR, UsageWindow.DAY}) {
      usage.merge(windowAt(session.deviceId(), length, at, zone), more, Usage::plus);
    }
  }

  /** The hour or day that an instant lies in. */
  static Window windowAt(String deviceId, UsageWindow length, Instant at, ZoneId zone) {
    return new Window(
        deviceId, length, length == UsageWindow.HOUR ? hourOf(at, zone) : dayOf(at, zone));
  }

  /** Steps back for as long as the clock shows the same hour, and has not been shifted. */
  private static Instant hourOf(Instant at, ZoneId zone) {
    Instant start = SessionTruth.quarterOf(at);
    Instant before = start.minus(SessionTruth.QUARTER);
    while (sameHour(before, start, zone)) {
      start = before;
      before = start.minus(SessionTruth.QUARTER);
    }
    return start;
  }

  /** Two hours of the same name, as at the end of summer, differ in their offsets from UTC. */
  private static boolean sameHour(Instant one, Instant other, ZoneId zone) {
    return one.atZone(zone)
        .toOffsetDateTime()
        .truncatedTo(ChronoUnit.HOURS)
        .equals(other.atZone(zone).toOffsetDateTime().truncatedTo(ChronoUnit.HOURS));
  }

  private static Instant dayOf(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }
}
