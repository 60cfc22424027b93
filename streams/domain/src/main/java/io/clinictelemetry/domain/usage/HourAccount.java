package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.Modality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one device did in one hour of its clinic's clock, kept as sets of time: its totals follow
 * from these and not from the order in which they came. Mutable; owned by the usage state.
 */
public final class HourAccount {

  /**
   * Sums of an hour that a release before these sets has counted. They are part of the totals.
   *
   * @param treatingMs treating time, ms
   * @param unassignedTreatingMs part of it without a session, ms
   * @param started sessions that started
   */
  public record Carried(long treatingMs, long unassignedTreatingMs, long started) {

    /** None. */
    public static final Carried NONE = new Carried(0, 0, 0);
  }

  private final WindowOf window;
  private final TreeMap<String, SessionInHour> sessions = new TreeMap<>();
  private final Coverage unassigned;
  private final Set<Modality> unassignedModalities = EnumSet.noneOf(Modality.class);
  private final Coverage powered;
  private final Coverage faulty;
  private Carried carried = Carried.NONE;
  private OptionalLong pumpMs;

  /** An hour in which nothing was done yet. */
  public HourAccount(WindowOf window) {
    this(
        window,
        List.of(),
        new Coverage(),
        Set.of(),
        new Coverage(SignsOfLife.LINK_MS),
        new Coverage(SignsOfLife.LINK_MS),
        Carried.NONE,
        OptionalLong.empty());
  }

  /** As remembered. */
  public HourAccount(
      WindowOf window,
      Collection<SessionInHour> sessions,
      Coverage unassigned,
      Set<Modality> unassignedModalities,
      Coverage powered,
      Coverage faulty,
      Carried carried,
      OptionalLong pumpMs) {
    this.window = window;
    sessions.forEach(session -> this.sessions.put(session.id(), session));
    this.unassigned = unassigned;
    this.unassignedModalities.addAll(unassignedModalities);
    this.powered = powered;
    this.faulty = faulty;
    this.carried = carried;
    this.pumpMs = pumpMs;
  }

  /** Treating time within the hour from readings without a session. */
  void addUnassigned(long fromMs, long toMs, Modality modality) {
    unassigned.add(fromMs, toMs);
    unassignedModalities.add(modality);
  }

  /** The pump's counter of its running time showed so much, ms. */
  void pumpShowed(long counterMs) {
    pumpMs = UsageTotals.highest(pumpMs, OptionalLong.of(counterMs));
  }

  /** The session's part of the hour. */
  SessionInHour part(SessionAccount session) {
    return sessions.computeIfAbsent(
        session.sessionId(),
        id -> new SessionInHour(id, session.modality(), session.startedAtMs()));
  }

  void remove(String sessionId) {
    sessions.remove(sessionId);
  }

  /** The session's part stays counted, and the id is free for another. */
  void retire(String sessionId) {
    SessionInHour part = sessions.remove(sessionId);
    if (part != null) {
      // No session has such an id: a control character is refused in ids.
      String retired = sessionId + '\n' + part.startedAtMs();
      sessions.put(retired, part.renamed(retired));
    }
  }

  /** A start that an earlier release counted here proves to lie in another hour. */
  void takeBackStart() {
    carried = new Carried(carried.treatingMs, carried.unassignedTreatingMs, carried.started - 1);
  }

  /**
   * Assigns the treating time to the sessions, and sums up.
   *
   * @param open when the clinic is open within the hour, and the device not in service
   */
  UsageTotals settle(Coverage open) {
    List<SessionInHour> byPrecedence = new ArrayList<>(sessions.values());
    byPrecedence.sort(SessionInHour.BY_PRECEDENCE);
    Coverage treating = new Coverage();
    Coverage spans = new Coverage();
    Set<Modality> modalities = EnumSet.copyOf(unassignedModalities);
    Map<String, Revenue> revenue = new TreeMap<>();
    for (SessionInHour part : byPrecedence) {
      part.assign(
          treating.isEmpty()
              ? part.treating().lengthMs()
              : part.treating().lengthOutside(treating));
      treating.addAll(part.treating());
      spans.add(part.span().from(), part.span().to());
      modalities.add(part.modality());
      part.revenue().ifPresent(amount -> revenue.merge(amount.currency(), amount, Revenue::plus));
    }
    long withoutSession = unassigned.lengthOutside(treating);
    long assigned = byPrecedence.stream().mapToLong(SessionInHour::assignedMs).sum();
    treating.addAll(unassigned);
    return new UsageTotals(
        carried.treatingMs + assigned + withoutSession,
        carried.unassignedTreatingMs + withoutSession,
        spans.lengthMs(),
        powered.lengthMs(),
        overlap(faulty, open),
        carried.started + byPrecedence.stream().filter(SessionInHour::starts).count(),
        ended(byPrecedence, Outcome.COMPLETED),
        ended(byPrecedence, Outcome.ABORTED),
        ended(byPrecedence, Outcome.TEST),
        treating.isEmpty()
            ? Optional.empty()
            : Optional.of(new Coverage.Stretch(treating.startMs(), treating.endMs())),
        treating.longestHoleMs(),
        modalities,
        revenue,
        pumpMs);
  }

  private static long ended(List<SessionInHour> parts, Outcome outcome) {
    return parts.stream().filter(part -> part.outcome().equals(Optional.of(outcome))).count();
  }

  private static long overlap(Coverage one, Coverage other) {
    return one.isEmpty() ? 0 : one.lengthMs() - one.lengthOutside(other);
  }

  /** The hour, and the device and clinic. */
  public WindowOf window() {
    return window;
  }

  /** The sessions that have a part in the hour. */
  public Collection<SessionInHour> sessions() {
    return sessions.values();
  }

  /** Treating time from readings without a session. */
  public Coverage unassigned() {
    return unassigned;
  }

  /** What those readings did to the skin. */
  public Set<Modality> unassignedModalities() {
    return unassignedModalities;
  }

  /** When the device gave signs of life. */
  public Coverage powered() {
    return powered;
  }

  /** When the device reported a fault in itself. */
  public Coverage faulty() {
    return faulty;
  }

  /** What an earlier release counted. */
  public Carried carried() {
    return carried;
  }

  /** Highest reading of the pump's own counter of its running time, ms; empty without one. */
  public OptionalLong pumpMs() {
    return pumpMs;
  }
}
