package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.Modality;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Enters what one device did into its hours and days, and tells its sessions what of it is theirs.
 * Made for one entry; mutable.
 *
 * <p>A millisecond in which several sessions treat belongs to the one that started later, and one
 * in which a session treats never to the readings without one. So the hours of a device, its days,
 * and its sessions with what is unassigned add up to the same.
 */
public final class UsageBook {

  /** Longest time after its start for which a session is entered, ms. Engineering default. */
  public static final long LONGEST_SESSION_MS = 24 * 3_600_000L;

  /** What is remembered of the device, and of clinics. */
  public interface Accounts {

    /** The session. */
    Optional<SessionAccount> session(String sessionId);

    /** The hour that starts then, ms since 1970 UTC. */
    Optional<HourAccount> hour(long startMs);

    /** The day that starts then, ms since 1970 UTC. */
    Optional<DayAccount> day(long startMs);

    /** The clinic; a calendar there always is. */
    ClinicCalendar calendar(String clinicId);

    /** When the device was in service, as far as it was told. */
    Coverage inService();
  }

  private final String deviceId;
  private final long keptFromMs;
  private final Accounts accounts;
  private final TreeMap<Long, HourAccount> hours = new TreeMap<>();
  private final TreeSet<Long> touched = new TreeSet<>();
  private final Map<String, SessionAccount> sessions = new LinkedHashMap<>();
  private final Set<String> changedSessions = new TreeSet<>();
  private final TreeMap<Long, HourAccount> changedHours = new TreeMap<>();
  private final TreeMap<Long, DayAccount> days = new TreeMap<>();
  private final TreeMap<Long, DayAccount> changedDays = new TreeMap<>();

  /**
   * @param keptFromMs windows that end by then are not remembered and stay as they were published,
   *     ms since 1970 UTC
   */
  public UsageBook(String deviceId, long keptFromMs, Accounts accounts) {
    this.deviceId = deviceId;
    this.keptFromMs = keptFromMs;
    this.accounts = accounts;
  }

  /** The session as it is remembered, or as it was handed in before. */
  public Optional<SessionAccount> session(String sessionId) {
    SessionAccount known = sessions.get(sessionId);
    if (known == null) {
      known = accounts.session(sessionId).orElse(null);
      if (known == null) {
        return Optional.empty();
      }
      sessions.put(sessionId, known);
    }
    return Optional.of(known);
  }

  /** A reading of the session treated in {@code [fromMs, toMs)}, ms since 1970 UTC. */
  public void treated(SessionAccount session, long fromMs, long toMs) {
    sessions.put(session.sessionId(), session);
    changedSessions.add(session.sessionId());
    eachHour(
        session.clinicId(),
        fromMs,
        toMs,
        (hour, from, to) -> hour.part(session).treating().add(from, to));
  }

  /** A reading without a session treated in {@code [fromMs, toMs)}, ms since 1970 UTC. */
  public void treated(String clinicId, Modality modality, long fromMs, long toMs) {
    eachHour(clinicId, fromMs, toMs, (hour, from, to) -> hour.addUnassigned(from, to, modality));
  }

  /** The device was on from one event to another, which may be the same; ms since 1970 UTC. */
  public void powered(String clinicId, Coverage.Stretch signs) {
    Coverage.Stretch linked = linked(clinicId, signs, HourAccount::powered);
    eachHour(
        clinicId, linked.from(), linked.to(), (hour, from, to) -> hour.powered().add(from, to));
  }

  /** The device reported a fault from one event to another; ms since 1970 UTC. */
  public void faulty(String clinicId, Coverage.Stretch signs) {
    Coverage.Stretch linked = linked(clinicId, signs, HourAccount::faulty);
    eachHour(clinicId, linked.from(), linked.to(), (hour, from, to) -> hour.faulty().add(from, to));
  }

  /** The pump's own counter of its running time showed so much at an instant; both in ms. */
  public void pumpShowed(String clinicId, long atMs, long counterMs) {
    eachHour(clinicId, atMs, atMs, (hour, from, to) -> hour.pumpShowed(counterMs));
  }

  /** One of an hour's sets. */
  private interface Signs {
    Coverage of(HourAccount hour);
  }

  /** With the time to the signs of the hours before and after, where they are near enough. */
  private Coverage.Stretch linked(String clinicId, Coverage.Stretch signs, Signs set) {
    ClinicClock clock = accounts.calendar(clinicId).clock();
    long from = signs.from();
    long to = signs.to();
    long reach = signs.from() - SignsOfLife.LINK_MS;
    for (Window hour = clock.hourAt(from); hour.startMs() > reach; ) {
      hour = clock.hourAt(hour.startMs() - 1);
      Optional<Coverage> before = find(hour.startMs()).map(set::of).filter(s -> !s.isEmpty());
      if (before.isPresent()) {
        from = before.get().endMs() >= reach ? Math.min(from, before.get().endMs()) : from;
        break;
      }
    }
    reach = signs.to() + SignsOfLife.LINK_MS;
    for (Window hour = clock.hourAt(Math.max(from, to - 1)); hour.endMs() <= reach; ) {
      hour = clock.hourAt(hour.endMs());
      Optional<Coverage> after = find(hour.startMs()).map(set::of).filter(s -> !s.isEmpty());
      if (after.isPresent()) {
        to = after.get().startMs() <= reach ? Math.max(to, after.get().startMs()) : to;
        break;
      }
    }
    return new Coverage.Stretch(from, to);
  }

  /** The session changed: enters its time, start and end where they now are. */
  public void enter(SessionAccount session) {
    sessions.put(session.sessionId(), session);
    changedSessions.add(session.sessionId());
    ClinicCalendar calendar = accounts.calendar(session.clinicId());
    ClinicClock clock = calendar.clock();
    long from = session.startedAtMs();
    long to = from + Math.min(session.sessionMs(), LONGEST_SESSION_MS);
    long startHour = clock.hourAt(from).startMs();
    boolean starts = !carriesStart(session, clock, startHour);
    OptionalLong ended = session.endedAtMs();
    // What ends at the full hour ends with the hour before.
    long end = ended.isPresent() ? Math.max(from, ended.getAsLong() - 1) : from;
    long endHour = clock.hourAt(end).startMs();
    TreeSet<Long> now = new TreeSet<>();
    if (starts) {
      now.add(from);
    }
    now.add(end);
    for (long at = from; at < to; at = clock.hourAt(at).endMs()) {
      now.add(at);
    }
    Set<Long> before = new HashSet<>(session.hours().keySet());
    for (long at : now) {
      Window window = clock.hourAt(at);
      before.remove(window.startMs());
      kept(session.clinicId(), clock, at)
          .ifPresent(
              hour -> {
                Optional<Outcome> outcome =
                    window.startMs() == endHour ? session.outcome() : Optional.empty();
                enter(
                    hour,
                    session,
                    within(window, from, to),
                    starts && window.startMs() == startHour,
                    outcome,
                    outcome
                        .filter(Outcome.COMPLETED::equals)
                        .flatMap(counts -> session.price(calendar.prices())));
              });
    }
    for (long start : before) {
      find(start)
          .ifPresent(
              hour -> {
                touched.add(start);
                enter(
                    hour,
                    session,
                    new Coverage.Stretch(0, 0),
                    false,
                    Optional.empty(),
                    Optional.empty());
              });
    }
  }

  private static void enter(
      HourAccount hour,
      SessionAccount session,
      Coverage.Stretch span,
      boolean starts,
      Optional<Outcome> outcome,
      Optional<Revenue> revenue) {
    SessionInHour part = hour.part(session);
    part.set(session.startedAtMs(), span, starts, outcome, revenue);
    if (part.isEmpty()) {
      hour.remove(session.sessionId());
      session.remove(hour.window().window().startMs());
    }
  }

  private static Coverage.Stretch within(Window window, long from, long to) {
    long start = Math.max(from, window.startMs());
    return new Coverage.Stretch(start, Math.max(start, Math.min(to, window.endMs())));
  }

  /** Whether an earlier release counted the start in the hour in which it still lies. */
  private boolean carriesStart(SessionAccount session, ClinicClock clock, long startHour) {
    OptionalLong counted = session.carried().startMs();
    if (counted.isEmpty()) {
      return false;
    }
    long hour = clock.hourAt(counted.getAsLong()).startMs();
    if (hour == startHour) {
      return true;
    }
    kept(session.clinicId(), clock, counted.getAsLong()).ifPresent(HourAccount::takeBackStart);
    session.forgetCarriedStart();
    return false;
  }

  /** The session's id is used again for another: what was entered stays, under no session. */
  public void retire(SessionAccount session) {
    for (long start : session.hours().keySet()) {
      find(start)
          .ifPresent(
              hour -> {
                hour.retire(session.sessionId());
                touched.add(start);
              });
    }
  }

  /** The hour that starts then is to be settled and published. */
  public void touch(long hourStartMs) {
    find(hourStartMs)
        .ifPresent(
            hour -> {
              touched.add(hourStartMs);
              changedHours.put(hourStartMs, hour);
            });
  }

  /** Something else is known of the device's service in the hour that starts then. */
  public void reconsiderHour(long startMs) {
    find(startMs).ifPresent(hour -> touched.add(startMs));
  }

  /** Something else is known of the device's service in the day that starts then. */
  public void reconsiderDay(long startMs) {
    accounts.day(startMs).ifPresent(day -> days.putIfAbsent(startMs, day));
  }

  /** Assigns treating time to sessions, and sums up hours and days. Nothing may follow. */
  public void settle() {
    for (long start : touched) {
      HourAccount hour = hours.get(start);
      DayAccount day = dayOf(hour);
      UsageTotals totals = settle(hour);
      UsageTotals before = day.totalsOf(start);
      // An instant alone, as of one sign of life, makes no row.
      boolean row = !totals.isNothing() || !before.equals(UsageTotals.NONE);
      boolean rescheduled = schedule(hour.window());
      if (row && !totals.equals(before)) {
        day.put(start, totals);
        changedDays.put(day.window().window().startMs(), day);
        changedHours.put(start, hour);
      } else if (row && rescheduled) {
        changedHours.put(start, hour);
      }
    }
    for (DayAccount day : days.values()) {
      if (schedule(day.window()) && !day.hours().isEmpty()) {
        changedDays.put(day.window().window().startMs(), day);
      }
    }
  }

  /** A day has hours in which the device, being in service, gave no sign and has no row. */
  private boolean schedule(WindowOf of) {
    Coverage inService = accounts.inService();
    if (inService.isEmpty()) {
      return of.schedule(0);
    }
    Coverage open = open(of);
    return of.schedule(open.lengthMs() - open.lengthOutside(inService));
  }

  private Coverage open(WindowOf of) {
    ClinicCalendar calendar = accounts.calendar(of.clinicId());
    return calendar
        .openingHours()
        .within(of.window(), calendar.clock().zoneAt(of.window().startMs()));
  }

  private UsageTotals settle(HourAccount hour) {
    WindowOf of = hour.window();
    Window window = of.window();
    Coverage open = new Coverage();
    if (!hour.faulty().isEmpty()) {
      open = open(of).outside(accounts.inService()); // a fault shown in service is no breakdown
    }
    UsageTotals totals = hour.settle(open);
    for (SessionInHour part : hour.sessions()) {
      if (part.reassigned() || sessions.containsKey(part.id())) {
        session(part.id()).ifPresent(session -> tell(session, window, part));
      }
    }
    return totals;
  }

  private void tell(SessionAccount session, Window window, SessionInHour part) {
    SessionAccount.InHour treating =
        new SessionAccount.InHour(part.treating().lengthMs(), part.assignedMs());
    if (session.put(window.startMs(), treating)) {
      changedSessions.add(session.sessionId());
    }
  }

  /** The day of one of the hours. */
  public DayAccount dayOf(HourAccount hour) {
    WindowOf of = hour.window();
    ClinicClock clock = accounts.calendar(of.clinicId()).clock();
    Window window = clock.dayAt(of.window().startMs());
    DayAccount day = days.get(window.startMs());
    if (day == null) {
      day = accounts.day(window.startMs()).orElse(null);
      if (day == null) {
        day = new DayAccount(new WindowOf(deviceId, of.clinicId(), window, of.zoneId()));
        addHours(day, clock);
      }
      days.put(window.startMs(), day);
    }
    return day;
  }

  /** Those that an earlier release counted, which kept no days. */
  private void addHours(DayAccount day, ClinicClock clock) {
    Window window = day.window().window();
    for (long at = window.startMs(); at < window.endMs(); at = clock.hourAt(at).endMs()) {
      Optional<HourAccount> hour = find(at);
      if (hour.isPresent() && !touched.contains(at)) {
        day.put(at, settle(hour.get()));
      }
    }
  }

  /** Does something with a part of an hour. */
  private interface PartOfHour {
    void accept(HourAccount hour, long fromMs, long toMs);
  }

  /** Splits at the clinic's hours; an instant is in one. */
  private void eachHour(String clinicId, long fromMs, long toMs, PartOfHour part) {
    ClinicClock clock = accounts.calendar(clinicId).clock();
    long at = fromMs;
    do {
      long from = at;
      long to = Math.min(toMs, clock.hourAt(at).endMs());
      kept(clinicId, clock, at).ifPresent(hour -> part.accept(hour, from, to));
      at = to;
    } while (at < toMs);
  }

  /** The hour that the instant falls into, to be settled; empty when it is not kept any more. */
  private Optional<HourAccount> kept(String clinicId, ClinicClock clock, long at) {
    Window window = clock.hourAt(at);
    if (window.endMs() <= keptFromMs) {
      return Optional.empty();
    }
    HourAccount hour =
        find(window.startMs())
            .orElseGet(
                () ->
                    new HourAccount(
                        new WindowOf(
                            deviceId, clinicId, window, clock.zoneAt(window.startMs()).getId())));
    hours.put(window.startMs(), hour);
    touched.add(window.startMs());
    return Optional.of(hour);
  }

  private Optional<HourAccount> find(long startMs) {
    HourAccount hour = hours.get(startMs);
    if (hour == null) {
      hour = accounts.hour(startMs).orElse(null);
      if (hour != null) {
        hours.put(startMs, hour);
      }
    }
    return Optional.ofNullable(hour);
  }

  /** Sessions that changed. */
  public List<SessionAccount> changedSessions() {
    return changedSessions.stream().map(sessions::get).toList();
  }

  /** Hours to be remembered, in their order. */
  public Collection<HourAccount> enteredHours() {
    return touched.stream().map(hours::get).toList();
  }

  /** Hours whose totals changed, in their order. */
  public Collection<HourAccount> changedHours() {
    return changedHours.values();
  }

  /** Days whose totals changed, in their order. */
  public Collection<DayAccount> changedDays() {
    return changedDays.values();
  }
}
