package io.clinictelemetry.domain.usage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Days of one device that were computed again, with their hours and all sessions that have a part
 * in them, to be put in the place of those that there are. All or none: so that the hours still add
 * up to the days, and to the sessions with what is unassigned.
 */
public final class RebuiltAccounts {

  /**
   * A row as it was published when it was compared.
   *
   * @param revision its number; 0 when there was none
   * @param differs whether what was computed again is another
   */
  public record Compared(int revision, boolean differs) {

    /** There was no row, and there is none. */
    public static final Compared NONE = new Compared(0, false);
  }

  private final Map<String, SessionAccount> sessions = new TreeMap<>();
  private final TreeMap<Long, HourAccount> hours = new TreeMap<>();
  private final TreeMap<Long, DayAccount> days = new TreeMap<>();
  private final Map<String, Compared> comparedSessions;
  private final Map<Long, Compared> comparedHours;
  private final Map<Long, Compared> comparedDays;

  /**
   * @param comparedSessions rows of sessions, by their ids
   * @param comparedHours rows of hours, by their starts, ms since 1970 UTC
   * @param comparedDays rows of days, by their starts, ms since 1970 UTC
   */
  public RebuiltAccounts(
      Map<String, Compared> comparedSessions,
      Map<Long, Compared> comparedHours,
      Map<Long, Compared> comparedDays) {
    this.comparedSessions = Map.copyOf(comparedSessions);
    this.comparedHours = Map.copyOf(comparedHours);
    this.comparedDays = Map.copyOf(comparedDays);
  }

  /** A session. */
  public void add(SessionAccount session) {
    sessions.put(session.sessionId(), session);
  }

  /** An hour. */
  public void add(HourAccount hour) {
    hours.put(hour.window().window().startMs(), hour);
  }

  /** A day. */
  public void add(DayAccount day) {
    days.put(day.window().window().startMs(), day);
  }

  /** The id of the session that a part of an hour belongs to, also when the id was used again. */
  public static String sessionOf(SessionInHour part) {
    int retired = part.id().indexOf('\n');
    return retired < 0 ? part.id() : part.id().substring(0, retired);
  }

  /**
   * Why these cannot take the place of those that there are; empty when they can.
   *
   * @param live those that there are, with all that happened entered
   * @param keptFromMs windows that end by then are not remembered, ms since 1970 UTC
   */
  public Optional<String> obstacle(UsageBook.Accounts live, long keptFromMs) {
    for (SessionAccount session : sessions.values()) {
      Optional<SessionAccount> known = live.session(session.sessionId());
      Compared seen = comparedSessions.getOrDefault(session.sessionId(), Compared.NONE);
      if (known.map(SessionAccount::revision).orElse(0) > seen.revision()) {
        return Optional.of("session " + session.sessionId() + " moved meanwhile");
      }
      if (known.isPresent() && !hours.keySet().containsAll(known.get().hours().keySet())) {
        return Optional.of("session " + session.sessionId() + " has a part in another day");
      }
    }
    for (HourAccount hour : hours.values()) {
      Window window = hour.window().window();
      if (window.endMs() <= keptFromMs) {
        return Optional.of("an hour is not remembered any more");
      }
      Optional<HourAccount> known = live.hour(window.startMs());
      if (moved(known.map(HourAccount::window), comparedHours, window)) {
        return Optional.of("an hour moved meanwhile");
      }
      if (known.isPresent()
          && !known.get().sessions().stream()
              .allMatch(part -> sessions.containsKey(sessionOf(part)))) {
        return Optional.of("an hour has a session that telemetry does not tell of");
      }
    }
    for (DayAccount day : days.values()) {
      Window window = day.window().window();
      Optional<DayAccount> known = live.day(window.startMs());
      if (moved(known.map(DayAccount::window), comparedDays, window)) {
        return Optional.of("a day moved meanwhile");
      }
      if (known.isPresent() && !hours.keySet().containsAll(known.get().hours().keySet())) {
        return Optional.of("a day has an hour that telemetry does not tell of");
      }
    }
    return Optional.empty();
  }

  private static boolean moved(
      Optional<WindowOf> known, Map<Long, Compared> compared, Window window) {
    return known.map(WindowOf::revision).orElse(0) > revision(compared, window);
  }

  private static int revision(Map<Long, Compared> compared, Window window) {
    return compared.getOrDefault(window.startMs(), Compared.NONE).revision();
  }

  /** Each was published as often as the row in whose place it comes. */
  public void takeOver() {
    sessions.forEach(
        (id, session) ->
            session.publishedBefore(comparedSessions.getOrDefault(id, Compared.NONE).revision()));
    for (HourAccount hour : hours.values()) {
      hour.window().publishedBefore(revision(comparedHours, hour.window().window()));
    }
    for (DayAccount day : days.values()) {
      day.window().publishedBefore(revision(comparedDays, day.window().window()));
    }
  }

  /** Days. */
  public Collection<DayAccount> days() {
    return days.values();
  }

  /** Their hours. */
  public Collection<HourAccount> hours() {
    return hours.values();
  }

  /** The sessions that have a part in these. */
  public Collection<SessionAccount> sessions() {
    return sessions.values();
  }

  /** Sessions whose rows differ. */
  public List<SessionAccount> differingSessions() {
    List<SessionAccount> differing = new ArrayList<>(sessions.values());
    differing.removeIf(
        session -> !comparedSessions.getOrDefault(session.sessionId(), Compared.NONE).differs());
    return differing;
  }

  /** Hours whose rows differ. */
  public List<HourAccount> differingHours() {
    List<HourAccount> differing = new ArrayList<>(hours.values());
    differing.removeIf(hour -> !differs(comparedHours, hour.window()));
    return differing;
  }

  /** Days whose rows differ. */
  public List<DayAccount> differingDays() {
    List<DayAccount> differing = new ArrayList<>(days.values());
    differing.removeIf(day -> !differs(comparedDays, day.window()));
    return differing;
  }

  private static boolean differs(Map<Long, Compared> compared, WindowOf of) {
    return compared.getOrDefault(of.window().startMs(), Compared.NONE).differs();
  }

  /** The day that an hour lies in; empty when there is none of it. */
  public Optional<DayAccount> dayOf(HourAccount hour) {
    long startMs = hour.window().window().startMs();
    return Optional.ofNullable(days.floorEntry(startMs))
        .map(Map.Entry::getValue)
        .filter(day -> startMs < day.window().window().endMs());
  }
}
