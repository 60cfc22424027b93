package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.Modality;
import java.util.Comparator;
import java.util.Optional;

/** The part of a session that lies in one hour. Mutable; owned by the hour. */
public final class SessionInHour {

  /** The session to which an overlapped millisecond belongs comes first: that started later. */
  static final Comparator<SessionInHour> BY_PRECEDENCE =
      Comparator.comparingLong(SessionInHour::startedAtMs)
          .thenComparing(SessionInHour::id)
          .reversed();

  private final String id;
  private final Modality modality;
  private final Coverage treating;
  private long startedAtMs;
  private Coverage.Stretch span = new Coverage.Stretch(0, 0);
  private boolean starts;
  private Optional<Outcome> outcome = Optional.empty();
  private Optional<Revenue> revenue = Optional.empty();
  private long assignedMs;
  private boolean reassigned;

  /** Nothing yet. */
  SessionInHour(String id, Modality modality, long startedAtMs) {
    this(id, modality, startedAtMs, new Coverage());
  }

  private SessionInHour(String id, Modality modality, long startedAtMs, Coverage treating) {
    this.id = id;
    this.modality = modality;
    this.startedAtMs = startedAtMs;
    this.treating = treating;
  }

  /** As remembered. */
  public SessionInHour(
      String id,
      Modality modality,
      long startedAtMs,
      Coverage.Stretch span,
      boolean starts,
      Optional<Outcome> outcome,
      Optional<Revenue> revenue,
      Coverage treating,
      long assignedMs) {
    this(id, modality, startedAtMs, treating);
    set(startedAtMs, span, starts, outcome, revenue);
    this.assignedMs = assignedMs;
  }

  /** Under another name, so that a session can begin again under this one. */
  SessionInHour renamed(String other) {
    SessionInHour part = new SessionInHour(other, modality, startedAtMs, treating);
    part.set(startedAtMs, span, starts, outcome, revenue);
    part.assignedMs = assignedMs;
    return part;
  }

  void set(
      long sessionStartedAtMs,
      Coverage.Stretch within,
      boolean startsHere,
      Optional<Outcome> outcomeHere,
      Optional<Revenue> revenueHere) {
    startedAtMs = sessionStartedAtMs;
    span = within;
    starts = startsHere;
    outcome = outcomeHere;
    revenue = revenueHere;
  }

  void assign(long durationMs) {
    reassigned = durationMs != assignedMs;
    assignedMs = durationMs;
  }

  /** Whether its session needs to be told. */
  boolean reassigned() {
    return reassigned;
  }

  boolean isEmpty() {
    return span.lengthMs() == 0 && !starts && outcome.isEmpty() && treating.isEmpty();
  }

  /** The session. */
  public String id() {
    return id;
  }

  /** What it does to the skin. */
  public Modality modality() {
    return modality;
  }

  /** Start of the whole session, ms since 1970 UTC. */
  public long startedAtMs() {
    return startedAtMs;
  }

  /** The time between start and end that lies in the hour, ms since 1970 UTC; may be empty. */
  public Coverage.Stretch span() {
    return span;
  }

  /** Whether it started in the hour. */
  public boolean starts() {
    return starts;
  }

  /** What became of it, when it ended in the hour. */
  public Optional<Outcome> outcome() {
    return outcome;
  }

  /** What it costs, when it ended in the hour and counts. */
  public Optional<Revenue> revenue() {
    return revenue;
  }

  /** When it treated within the hour, ms since 1970 UTC. */
  public Coverage treating() {
    return treating;
  }

  /** Time of that which belongs to it and to no session that started later, ms. */
  public long assignedMs() {
    return assignedMs;
  }
}
