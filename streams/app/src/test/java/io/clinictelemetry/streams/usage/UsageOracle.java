package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SuctionFrame;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one device did, counted millisecond by millisecond and minute by minute, from all of its
 * events at once. It shares nothing with what it judges.
 */
final class UsageOracle {

  private static final int MINUTE_MS = 60_000;
  private static final int LINK_MS = 120_000;
  private static final int PAUSE_MS = 10_000;
  private static final int MINUTES_BEFORE = 27 * 60;

  /** A run of milliseconds since {@link #firstMs}. */
  private record Run(int from, int to) {
    int length() {
      return to - from;
    }
  }

  /** What one session told. */
  private static final class Session {
    final String id;
    Modality modality;
    long startMs = Long.MAX_VALUE;
    long plannedMs;
    boolean test;
    Long toldEndMs;
    String reason;
    int lastElapsed;
    int interval = Integer.MAX_VALUE;
    long received;
    long bad;
    long sum;
    long duration;
    final BitSet covered = new BitSet();
    final BitSet treatingElapsed = new BitSet();
    final BitSet treating = new BitSet();
    BitSet assigned;

    Session(String id) {
      this.id = id;
    }

    long endMs() {
      if (toldEndMs == null) {
        return startMs + lastElapsed;
      }
      return reason.equals("TIMEOUT") ? Math.max(toldEndMs, startMs + lastElapsed) : toldEndMs;
    }

    String outcome() {
      if (test) {
        return "test";
      }
      return (endMs() - startMs) * 5 < plannedMs ? "aborted" : "completed";
    }
  }

  private final Clinic clinic;
  private final boolean salon;
  private final long firstMs;
  private final Map<String, Session> sessions = new TreeMap<>();
  private final BitSet orphans = new BitSet();
  private final BitSet treating = new BitSet();
  private final BitSet inSession = new BitSet();
  private final BitSet powered = new BitSet();
  private final BitSet faulty = new BitSet();
  private final BitSet inService = new BitSet();
  private final BitSet assigned = new BitSet();
  private final List<Long> hourStarts = new ArrayList<>();
  private final List<Long> dayStarts = new ArrayList<>();
  private final Map<Long, Boolean> openMinutes = new TreeMap<>();
  private final TreeMap<Long, Long> pumpReadings = new TreeMap<>();

  UsageOracle(Clinic clinic, boolean salon, List<DeviceEvent> events, List<ServiceEvent> services) {
    this.clinic = clinic;
    this.salon = salon;
    long earliest = events.stream().mapToLong(UsageOracle::startOf).min().orElseThrow();
    this.firstMs = Math.floorDiv(earliest, (long) MINUTE_MS) * MINUTE_MS - 60 * MINUTE_MS;
    events.forEach(this::read);
    services.stream()
        .filter(service -> isLast(service, services) && !service.getWithdrawn())
        .forEach(
            service ->
                inService.set(
                    at(service.getStartedAt().toEpochMilli()),
                    at(service.getDoneAt().toEpochMilli())));
    // An end of which nothing else came belongs to no session.
    sessions.values().removeIf(session -> session.startMs == Long.MAX_VALUE);
    assign();
    mark(powered, signs(events, false));
    mark(faulty, signs(events, true));
    readTheClock(events);
  }

  private static long startOf(DeviceEvent event) {
    return switch (event.getKind()) {
      case SUCTION -> event.getSuction().getFirstSampleAt().toEpochMilli();
      case CURRENT -> event.getCurrent().getFirstSampleAt().toEpochMilli();
      default -> RandomUsage.endOf(event).toEpochMilli();
    };
  }

  private int at(long ms) {
    return Math.toIntExact(ms - firstMs);
  }

  private static boolean isLast(ServiceEvent service, List<ServiceEvent> services) {
    return services.stream()
        .filter(other -> other.getEventId().equals(service.getEventId()))
        .allMatch(other -> other.getRevision() <= service.getRevision());
  }

  private void read(DeviceEvent event) {
    Session session =
        event.getSessionId() == null
            ? null
            : sessions.computeIfAbsent(event.getSessionId(), Session::new);
    if (event.getHeartbeat() != null && event.getHeartbeat().getPumpHours() != null) {
      long counterMs = Math.round(event.getHeartbeat().getPumpHours() * 3_600_000.0);
      pumpReadings.merge(startOf(event), counterMs, Math::max);
    }
    switch (event.getKind()) {
      case SESSION_STARTED -> {
        session.modality = event.getSessionStarted().getModality();
        session.startMs = startOf(event);
        session.plannedMs = event.getSessionStarted().getPlannedDurationMs();
        session.test = event.getSessionStarted().getTestSession();
      }
      case SESSION_ENDED -> {
        session.toldEndMs = startOf(event);
        session.reason = event.getSessionEnded().getReason().name();
      }
      case SUCTION -> {
        SuctionFrame frame = event.getSuction();
        for (int i = 0; i < frame.getSampleCount(); i++) {
          float value = frame.getVacuumKpa().get(i);
          sample(
              session,
              startOf(event),
              frame.getElapsedMs(),
              frame.getSampleIntervalMs(),
              i,
              frame.getContact().get(i),
              value,
              Math.round(value * 1_000.0));
        }
      }
      case CURRENT -> {
        CurrentFrame frame = event.getCurrent();
        for (int i = 0; i < frame.getSampleCount(); i++) {
          float value = frame.getCurrentUa().get(i);
          sample(
              session,
              startOf(event),
              frame.getElapsedMs(),
              frame.getSampleIntervalMs(),
              i,
              value >= frame.getSetUa() / 10,
              value,
              Math.round((double) value));
        }
      }
      default -> {}
    }
    if (session != null && event.getKind() == EventKind.SUCTION) {
      session.modality = Modality.MICRODERMABRASION;
    } else if (session != null && event.getKind() == EventKind.CURRENT) {
      session.modality = Modality.MICROCURRENT;
    }
  }

  private void sample(
      Session session,
      long frameMs,
      long elapsed,
      int interval,
      int i,
      boolean touches,
      float value,
      long rounded) {
    boolean bad = Float.isNaN(value);
    int from = at(frameMs) + i * interval;
    if (session == null) {
      if (touches && !bad) {
        orphans.set(from, from + interval);
      }
      return;
    }
    int fromElapsed = (int) elapsed + i * interval;
    session.startMs = Math.min(session.startMs, frameMs - elapsed);
    session.lastElapsed = Math.max(session.lastElapsed, fromElapsed + interval);
    session.interval = Math.min(session.interval, interval);
    session.received++;
    session.covered.set(fromElapsed, fromElapsed + interval);
    if (bad) {
      session.bad++;
    } else if (touches) {
      session.treatingElapsed.set(fromElapsed, fromElapsed + interval);
      session.treating.set(from, from + interval);
      session.sum += rounded * interval;
      session.duration += interval;
    }
  }

  /** A millisecond of several sessions belongs to the one that started last. */
  private void assign() {
    List<Session> latestFirst = new ArrayList<>(sessions.values());
    latestFirst.sort(
        Comparator.comparingLong((Session s) -> s.startMs).thenComparing(s -> s.id).reversed());
    for (Session session : latestFirst) {
      session.assigned = (BitSet) session.treating.clone();
      session.assigned.andNot(assigned);
      assigned.or(session.treating);
      inSession.set(at(session.startMs), at(session.endMs()));
    }
    treating.or(assigned);
    treating.or(orphans);
  }

  private List<Run> signs(List<DeviceEvent> events, boolean faults) {
    List<Run> signs = new ArrayList<>();
    for (DeviceEvent event : events) {
      boolean fault =
          event.getKind() == EventKind.HEARTBEAT
              && event.getHeartbeat().getState() == DeviceState.FAULT;
      if (!faults || fault) {
        signs.add(new Run(at(startOf(event)), at(RandomUsage.endOf(event).toEpochMilli())));
      }
    }
    signs.sort(Comparator.comparingInt(Run::from));
    return signs;
  }

  private static void mark(BitSet set, List<Run> signs) {
    int from = -1;
    int to = -1;
    for (Run sign : signs) {
      if (from >= 0 && sign.from - to <= LINK_MS) {
        to = Math.max(to, sign.to);
      } else {
        from = sign.from;
        to = sign.to;
      }
      set.set(from, to);
    }
  }

  /** Looks at the clock on the wall each minute, from before the first day to after the last. */
  private void readTheClock(List<DeviceEvent> events) {
    long last =
        events.stream().mapToLong(e -> RandomUsage.endOf(e).toEpochMilli()).max().orElseThrow();
    String hour = "";
    String day = "";
    for (long ms = firstMs - (long) MINUTES_BEFORE * MINUTE_MS;
        ms < last + 2L * MINUTES_BEFORE * MINUTE_MS;
        ms += MINUTE_MS) {
      ZonedDateTime wall = wall(ms);
      String nowDay = wall.getZone() + " " + wall.toLocalDate();
      String nowHour = nowDay + " " + wall.getHour() + " " + wall.getOffset();
      if (!nowHour.equals(hour)) {
        hourStarts.add(ms);
      }
      if (!nowDay.equals(day)) {
        dayStarts.add(ms);
      }
      hour = nowHour;
      day = nowDay;
      openMinutes.put(ms, open(ms, wall));
    }
  }

  private ZonedDateTime wall(long ms) {
    String zone = clinic.getTimeZones().get(0).getZoneId();
    for (var period : clinic.getTimeZones()) {
      if (period.getEffectiveFrom().toEpochMilli() <= ms) {
        zone = period.getZoneId();
      }
    }
    return Instant.ofEpochMilli(ms).atZone(ZoneId.of(zone));
  }

  /** Every day has the same hours here. */
  private boolean open(long ms, ZonedDateTime wall) {
    var week = clinic.getOpeningHours().get(0);
    for (var period : clinic.getOpeningHours()) {
      week = period.getEffectiveFrom().toEpochMilli() <= ms ? period : week;
    }
    var times = week.getOpen().get(0);
    int minute = wall.getHour() * 60 + wall.getMinute();
    return times.getOpensMinute() <= minute && minute < times.getClosesMinute();
  }

  /** A line for each hour in which something was. */
  List<String> hours() {
    return windows(hourStarts);
  }

  /** A line for each day in which something was. */
  List<String> days() {
    return windows(dayStarts);
  }

  private List<String> windows(List<Long> starts) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i + 1 < starts.size(); i++) {
      String line = window(starts.get(i), starts.get(i + 1));
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private String window(long fromMs, long toMs) {
    int from = Math.max(0, (int) (fromMs - firstMs));
    int to = Math.max(0, (int) (toMs - firstMs));
    BitSet treated = treating.get(from, to);
    BitSet unassigned = (BitSet) treated.clone();
    unassigned.andNot(assigned.get(from, to));
    BitSet open = new BitSet();
    long available = 0;
    for (long ms = fromMs; ms < toMs; ms += MINUTE_MS) {
      if (openMinutes.get(ms)) {
        available += MINUTE_MS;
        if (ms >= firstMs) {
          open.set(at(ms) - from, at(ms) - from + MINUTE_MS);
        }
      }
    }
    BitSet fault = faulty.get(from, to);
    fault.and(open);
    BitSet serviced = inService.get(from, to);
    fault.andNot(serviced);
    serviced.and(open);
    int session = inSession.get(from, to).cardinality();
    int power = powered.get(from, to).cardinality();
    long started =
        sessions.values().stream().filter(s -> s.startMs >= fromMs && s.startMs < toMs).count();
    Map<String, Long> ended = new TreeMap<>();
    Map<String, long[]> revenue = new TreeMap<>();
    for (Session one : sessions.values()) {
      long end = Math.max(one.startMs, one.endMs() - 1);
      if (end >= fromMs && end < toMs) {
        ended.merge(one.outcome(), 1L, Long::sum);
        long[] price = price(one);
        if (one.outcome().equals("completed") && price != null) {
          revenue.merge(currency(one), price, (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
        }
      }
    }
    if (treated.isEmpty() && session == 0 && power == 0 && started == 0 && ended.isEmpty()) {
      return "";
    }
    return line(
        Instant.ofEpochMilli(fromMs),
        Instant.ofEpochMilli(toMs),
        treated.cardinality(),
        unassigned.cardinality(),
        session,
        power,
        started,
        ended.getOrDefault("completed", 0L),
        ended.getOrDefault("aborted", 0L),
        ended.getOrDefault("test", 0L),
        available,
        serviced.cardinality(),
        fault.cardinality(),
        pump(fromMs, toMs),
        longestHole(treated),
        treated.isEmpty()
            ? "-"
            : Instant.ofEpochMilli(firstMs + from + treated.nextSetBit(0)).toString(),
        treated.isEmpty()
            ? "-"
            : Instant.ofEpochMilli(firstMs + from + treated.length()).toString(),
        revenue.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue()[0] + ".." + e.getValue()[1])
            .toList()
            .toString());
  }

  /** Of a day: in the hours that are told. -1 for no reading. */
  private long pump(long fromMs, long toMs) {
    long highest = -1;
    for (int i = 1; i + 1 < hourStarts.size(); i++) {
      long start = hourStarts.get(i);
      long end = hourStarts.get(i + 1);
      if (start >= fromMs && end <= toMs) {
        boolean hour = start == fromMs && end == toMs;
        var readings = pumpReadings.subMap(start, end).values();
        if (!readings.isEmpty() && (hour || !window(start, end).isEmpty())) {
          highest = Math.max(highest, Collections.max(readings));
        }
      }
    }
    return highest;
  }

  /** A window as a line; rows are compared by it. */
  static String line(
      Instant from,
      Instant to,
      long treating,
      long unassigned,
      long session,
      long powered,
      long started,
      long completed,
      long aborted,
      long tests,
      long available,
      long scheduled,
      long fault,
      long pump,
      long gap,
      String first,
      String last,
      String revenue) {
    return ("%s..%s treating %d unassigned %d session %d powered %d started %d completed %d"
            + " aborted %d test %d available %d scheduled %d fault %d pump %d gap %d from %s to %s revenue %s")
        .formatted(
            from,
            to,
            treating,
            unassigned,
            session,
            powered,
            started,
            completed,
            aborted,
            tests,
            available,
            scheduled,
            fault,
            pump,
            gap,
            first,
            last,
            revenue);
  }

  private static int longestHole(BitSet set) {
    int longest = 0;
    for (Run hole : holes(set, 1, set.length())) {
      longest = Math.max(longest, hole.from() == 0 ? 0 : hole.length());
    }
    return longest;
  }

  /** Runs outside the set up to the end that are at least so long. */
  private static List<Run> holes(BitSet set, int shortest, int end) {
    List<Run> holes = new ArrayList<>();
    for (int from = set.nextClearBit(0); from < end; ) {
      int next = set.nextSetBit(from);
      int to = next < 0 ? end : Math.min(next, end);
      if (to - from >= shortest) {
        holes.add(new Run(from, to));
      }
      from = set.nextClearBit(to);
    }
    return holes;
  }

  private long[] price(Session session) {
    boolean listed = session.startMs >= listFromMs();
    double hours =
        (session.plannedMs > 0 ? session.plannedMs : session.endMs() - session.startMs)
            / 3_600_000.0;
    if (listed) {
      return salon && session.modality == Modality.MICROCURRENT
          ? new long[] {Math.round(60_00 * hours), Math.round(90_00 * hours)}
          : null;
    }
    if (session.modality == Modality.MICROCURRENT) {
      return new long[] {Math.round(99_99 * hours), Math.round(99_99 * hours)};
    }
    return salon ? new long[] {75_00, 200_00} : new long[] {100_00, 300_00};
  }

  private String currency(Session session) {
    return session.startMs >= listFromMs() ? "EUR" : "GBP";
  }

  private long listFromMs() {
    return clinic.getPriceLists().get(0).getEffectiveFrom().toEpochMilli();
  }

  /** A line for each session. */
  List<String> sessions() {
    List<String> lines = new ArrayList<>();
    for (Session session : sessions.values()) {
      int lasted = (int) (session.endMs() - session.startMs);
      List<Run> pauses = holes(session.treatingElapsed, PAUSE_MS, lasted);
      List<Run> gaps = holes(session.covered, session.interval, lasted);
      int own = session.treating.cardinality();
      long dose =
          own == session.duration
              ? session.sum
              : Math.round((double) session.sum / session.duration * own);
      long[] price = price(session);
      lines.add(
          sessionLine(
              session.id,
              Instant.ofEpochMilli(session.startMs),
              Instant.ofEpochMilli(session.endMs()),
              session.toldEndMs == null ? "TIMEOUT" : session.reason,
              session.assigned.cardinality(),
              pauses.size(),
              pauses.stream().mapToLong(Run::length).sum(),
              session.received,
              session.bad,
              session.received
                  + gaps.stream().mapToLong(gap -> gap.length() / session.interval).sum(),
              gaps.stream().map(gap -> gap.from() + "-" + gap.to()).toList().toString(),
              dose,
              session.outcome(),
              price == null ? "-" : currency(session) + " " + price[0] + ".." + price[1]));
    }
    return lines;
  }

  /** A session as a line; rows are compared by it. */
  static String sessionLine(
      String id,
      Instant from,
      Instant to,
      String reason,
      long treating,
      long pauses,
      long paused,
      long received,
      long bad,
      long expected,
      String gaps,
      long dose,
      String outcome,
      String price) {
    return ("%s %s..%s %s treating %d pauses %d of %d samples %d bad %d of %d gaps %s dose %d %s"
            + " price %s")
        .formatted(
            id, from, to, reason, treating, pauses, paused, received, bad, expected, gaps, dose,
            outcome, price);
  }
}
