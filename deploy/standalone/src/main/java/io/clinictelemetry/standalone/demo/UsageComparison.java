package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.SessionTruth;
import io.clinictelemetry.standalone.demo.UsageTruth.Usage;
import io.clinictelemetry.standalone.demo.UsageTruth.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The published hours and days beside what the fleet did in them.
 *
 * @param hours hours in which a device of the fleet had a session
 * @param days days in which it had one
 * @param differences one line each
 */
record UsageComparison(int hours, int days, List<String> differences) {

  private static final Comparator<Window> IN_ORDER =
      Comparator.comparing(Window::deviceId)
          .thenComparing(Window::start)
          .thenComparing(Window::length);

  /** A row of a device of the fleet in which it did nothing must say so, too. */
  static UsageComparison of(GroundTruth truth, Outputs outputs) {
    Map<String, ZoneId> zones = zones(truth);
    Map<Window, Usage> expected = UsageTruth.of(truth);
    Map<Window, DeviceUsage> rows = new HashMap<>();
    outputs.hours().values().forEach(row -> rows.put(window(UsageWindow.HOUR, row), row));
    outputs.days().values().forEach(row -> rows.put(window(UsageWindow.DAY, row), row));
    rows.keySet().removeIf(window -> !zones.containsKey(window.deviceId()));
    Set<Window> shared = sharedWithAnEarlierFleet(truth, outputs, zones);
    expected.keySet().removeAll(shared);
    rows.keySet().removeAll(shared);

    Set<Window> all = new HashSet<>(expected.keySet());
    all.addAll(rows.keySet());
    List<String> differences = new ArrayList<>();
    for (Window window : all.stream().sorted(IN_ORDER).toList()) {
      compare(
          name(window, zones.get(window.deviceId())),
          expected.getOrDefault(window, Usage.NONE),
          rows.get(window),
          differences);
    }
    return new UsageComparison(
        count(expected.keySet(), UsageWindow.HOUR),
        count(expected.keySet(), UsageWindow.DAY),
        differences);
  }

  /** The clock of each device that had a session, by its id. */
  private static Map<String, ZoneId> zones(GroundTruth truth) {
    return truth.sessions().stream()
        .collect(
            Collectors.toMap(
                SessionTruth::deviceId,
                session -> truth.timeZones().get(session.clinicId()),
                (one, same) -> one));
  }

  private static Window window(UsageWindow length, DeviceUsage row) {
    return new Window(row.getDeviceId(), length, row.getWindowStart());
  }

  /**
   * Data that is kept may hold sessions of a fleet before this one. Of an hour or day in which a
   * device had one, the truth does not know all.
   */
  private static Set<Window> sharedWithAnEarlierFleet(
      GroundTruth truth, Outputs outputs, Map<String, ZoneId> zones) {
    Set<String> own = new HashSet<>();
    Map<String, Instant> begins = new HashMap<>();
    for (SessionTruth session : truth.sessions()) {
      own.add(RecordKeys.session(session.deviceId(), session.sessionId()));
      begins.merge(
          session.deviceId(),
          session.startedAt(),
          (one, other) -> one.isBefore(other) ? one : other);
    }
    Set<Window> shared = new HashSet<>();
    for (SessionSummary session : outputs.sessions().values()) {
      String device = session.getDeviceId();
      if (begins.containsKey(device)
          && session.getStartedAt().isBefore(begins.get(device))
          && !own.contains(RecordKeys.session(device, session.getSessionId()))) {
        addAll(session, zones.get(device), shared);
      }
    }
    return shared;
  }

  private static void addAll(SessionSummary session, ZoneId zone, Set<Window> windows) {
    Instant end = session.getStartedAt().plusMillis(session.getSessionMs());
    for (Instant at = SessionTruth.quarterOf(session.getStartedAt());
        !at.isAfter(end);
        at = at.plus(SessionTruth.QUARTER)) {
      windows.add(UsageTruth.windowAt(session.getDeviceId(), UsageWindow.HOUR, at, zone));
      windows.add(UsageTruth.windowAt(session.getDeviceId(), UsageWindow.DAY, at, zone));
    }
  }

  private static void compare(
      String name, Usage expected, DeviceUsage row, List<String> differences) {
    if (row == null) {
      differences.add(name + ": no row, but the fleet says " + expected);
      return;
    }
    differ(name, "sessions_started", expected.started(), row.getSessionsStarted(), differences);
    differ(
        name, "sessions_completed", expected.completed(), row.getSessionsCompleted(), differences);
    differ(name, "sessions_aborted", expected.aborted(), row.getSessionsAborted(), differences);
    differ(name, "session_ms", expected.sessionMs(), row.getSessionMs(), differences);
    differ(name, "treating_ms", expected.treatingMs(), row.getTreatingMs(), differences);
  }

  private static void differ(
      String name, String field, long expected, long seen, List<String> differences) {
    TruthComparison.differ(name, field, expected, seen, differences);
  }

  /** For instance {@code dev-0002, hour from 2026-03-01T14:00+05:45 Asia/Kathmandu}. */
  private static String name(Window window, ZoneId zone) {
    return "%s, %s from %s %s"
        .formatted(
            window.deviceId(),
            window.length().name().toLowerCase(Locale.ROOT),
            window.start().atZone(zone).toOffsetDateTime(),
            zone);
  }

  private static int count(Set<Window> windows, UsageWindow length) {
    return (int) windows.stream().filter(window -> window.length() == length).count();
  }
}
