package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.CorrectedRow;
import io.clinictelemetry.avro.CorrectionOutcome;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.avro.UsageRowKind;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.usage.HourAccount;
import io.clinictelemetry.domain.usage.RebuiltAccounts;
import io.clinictelemetry.domain.usage.SessionAccount;
import io.clinictelemetry.domain.usage.SessionInHour;
import io.clinictelemetry.domain.usage.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Accounts as a stopped usage application left them in the changelogs of its state, and the parts
 * of them that can each be taken over alone.
 */
public final class RebuiltState {

  /** Names a published row. */
  public record Row(UsageRowKind kind, String key) {}

  /**
   * Days of a device that sessions tie together, with their hours and these sessions.
   *
   * @param deviceId the device
   * @param fromMs start of the first day, ms since 1970 UTC
   * @param toMs end of the last day, ms since 1970 UTC
   * @param rows every row that tells of it
   */
  public record Part(
      String deviceId,
      long fromMs,
      long toMs,
      Set<Row> rows,
      List<ByteBuffer> sessions,
      List<ByteBuffer> windows) {

    /**
     * Asks for it to be taken over.
     *
     * @param nextOffset offset of telemetry after the last record that the accounts know
     * @param compared every row of it that was published, as it was
     */
    public UsageCorrection request(
        Instant at, long nextOffset, Map<Row, RebuiltAccounts.Compared> compared) {
      return UsageCorrection.newBuilder()
          .setDeviceId(deviceId)
          .setFirstDayStart(Instant.ofEpochMilli(fromMs))
          .setRequestedAt(at)
          .setNextOffset(nextOffset)
          .setSessions(sessions)
          .setWindows(windows)
          .setRows(
              compared.entrySet().stream()
                  .map(
                      row ->
                          new CorrectedRow(
                              row.getKey().kind(),
                              row.getKey().key(),
                              row.getValue().revision(),
                              row.getValue().differs()))
                  .toList())
          .setOutcome(CorrectionOutcome.REQUESTED)
          .build();
    }
  }

  private record Stored<T>(T account, ByteBuffer bytes) {}

  private final Predicate<String> devices;
  private final Map<String, Stored<SessionAccount>> sessions = new HashMap<>();
  private final Map<String, Stored<StoredWindow>> windows = new HashMap<>();

  /**
   * @param devices those whose accounts are kept
   */
  public RebuiltState(Predicate<String> devices) {
    this.devices = devices;
  }

  /** The topic that {@link #session} is to be given, record by record. */
  public static String sessionsChangelog(String applicationId) {
    return changelog(applicationId, UsageTopology.SESSIONS_STORE);
  }

  /** The topic that {@link #window} is to be given, record by record. */
  public static String windowsChangelog(String applicationId) {
    return changelog(applicationId, UsageTopology.HOURS_STORE);
  }

  private static String changelog(String applicationId, String store) {
    return applicationId + "-" + store + "-changelog";
  }

  /** A session was stored; a null value removes it. */
  public void session(byte[] key, byte[] value) {
    SessionAccount account = value == null ? null : CorrectionRecords.session(value);
    put(sessions, key, value, account, account == null ? "" : account.deviceId());
  }

  /** An hour or a day was stored; a null value removes it. */
  public void window(byte[] key, byte[] value) {
    StoredWindow account = value == null ? null : CorrectionRecords.window(value);
    put(windows, key, value, account, account == null ? "" : account.window().deviceId());
  }

  private <T> void put(
      Map<String, Stored<T>> accounts, byte[] key, byte[] value, T account, String deviceId) {
    String name = new String(key, StandardCharsets.UTF_8);
    if (account == null) {
      accounts.remove(name);
    } else if (devices.test(deviceId)) {
      accounts.put(name, new Stored<>(account, ByteBuffer.wrap(value)));
    }
  }

  /** The parts of a device, in the order of their days. */
  public List<Part> parts(String deviceId) {
    TreeMap<Long, Stored<StoredWindow>> days = new TreeMap<>();
    TreeMap<Long, Stored<StoredWindow>> hours = new TreeMap<>();
    for (Stored<StoredWindow> stored : windows.values()) {
      if (stored.account().window().deviceId().equals(deviceId)) {
        long startMs = stored.account().window().window().startMs();
        (stored.account() instanceof StoredWindow.Day ? days : hours).put(startMs, stored);
      }
    }
    Map<String, Set<Long>> daysOfSessions = new TreeMap<>();
    hours.forEach(
        (start, stored) -> {
          HourAccount hour = ((StoredWindow.Hour) stored.account()).account();
          for (SessionInHour part : hour.sessions()) {
            dayOf(days, start, daysOf(daysOfSessions, RebuiltAccounts.sessionOf(part)));
          }
        });
    Map<String, Stored<SessionAccount>> own = new TreeMap<>();
    for (Stored<SessionAccount> stored : sessions.values()) {
      SessionAccount session = stored.account();
      if (session.deviceId().equals(deviceId)) {
        own.put(session.sessionId(), stored);
        Set<Long> touched = daysOf(daysOfSessions, session.sessionId());
        session.hours().keySet().forEach(start -> dayOf(days, start, touched));
      }
    }
    List<Part> parts = new ArrayList<>();
    for (Set<Long> together : tied(days.keySet(), daysOfSessions)) {
      parts.add(part(deviceId, together, days, hours, daysOfSessions, own));
    }
    return parts;
  }

  private static Set<Long> daysOf(Map<String, Set<Long>> daysOfSessions, String session) {
    return daysOfSessions.computeIfAbsent(session, id -> new TreeSet<>());
  }

  /** Adds the day that an hour lies in, if there is one. */
  private static void dayOf(
      NavigableMap<Long, Stored<StoredWindow>> days, long hourStartMs, Set<Long> to) {
    Map.Entry<Long, Stored<StoredWindow>> day = days.floorEntry(hourStartMs);
    if (day != null && hourStartMs < window(day.getValue()).endMs()) {
      to.add(day.getKey());
    }
  }

  private static Window window(Stored<StoredWindow> stored) {
    return stored.account().window().window();
  }

  /** Days of which one session touches several go together. */
  private static List<Set<Long>> tied(Set<Long> days, Map<String, Set<Long>> daysOfSessions) {
    List<Set<Long>> groups = new ArrayList<>();
    for (long day : days) {
      groups.add(new TreeSet<>(Set.of(day)));
    }
    for (Set<Long> touched : daysOfSessions.values()) {
      Set<Long> merged = new TreeSet<>(touched);
      List<Set<Long>> others = new ArrayList<>();
      for (Set<Long> group : groups) {
        if (group.stream().anyMatch(touched::contains)) {
          merged.addAll(group);
        } else {
          others.add(group);
        }
      }
      if (!merged.isEmpty()) {
        others.add(merged);
      }
      groups = others;
    }
    groups.sort((a, b) -> Long.compare(a.iterator().next(), b.iterator().next()));
    return groups;
  }

  private static Part part(
      String deviceId,
      Set<Long> together,
      NavigableMap<Long, Stored<StoredWindow>> days,
      NavigableMap<Long, Stored<StoredWindow>> hours,
      Map<String, Set<Long>> daysOfSessions,
      Map<String, Stored<SessionAccount>> own) {
    Set<Row> rows = new LinkedHashSet<>();
    List<ByteBuffer> sessionAccounts = new ArrayList<>();
    List<ByteBuffer> windowAccounts = new ArrayList<>();
    own.forEach(
        (id, stored) -> {
          if (together.containsAll(daysOfSessions.get(id)) && !daysOfSessions.get(id).isEmpty()) {
            rows.add(new Row(UsageRowKind.SESSION, RecordKeys.session(deviceId, id)));
            sessionAccounts.add(stored.bytes());
          }
        });
    long toMs = Long.MIN_VALUE;
    for (long start : together) {
      Stored<StoredWindow> day = days.get(start);
      toMs = Math.max(toMs, window(day).endMs());
      hours
          .subMap(start, window(day).endMs())
          .forEach(
              (hourStart, stored) -> {
                rows.add(new Row(UsageRowKind.HOUR, key(deviceId, hourStart)));
                windowAccounts.add(stored.bytes());
              });
      rows.add(new Row(UsageRowKind.DAY, key(deviceId, start)));
      windowAccounts.add(day.bytes());
    }
    return new Part(
        deviceId, together.iterator().next(), toMs, rows, sessionAccounts, windowAccounts);
  }

  private static String key(String deviceId, long startMs) {
    return RecordKeys.usage(deviceId, Instant.ofEpochMilli(startMs));
  }
}
