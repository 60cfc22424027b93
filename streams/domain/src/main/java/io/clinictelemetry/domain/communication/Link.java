package io.clinictelemetry.domain.communication;

import io.clinictelemetry.domain.communication.LinkChange.Kind;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.rules.LinkRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether one device is heard. Any event of the device counts as life, also one that tells history:
 * it was sent now. Mutable; owned by the state of one device. Times are of the log clock, ms since
 * 1970 UTC.
 */
public final class Link {

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Nobody plans beyond the year 9999, ms since 1970 UTC. */
  private static final long LAST_MS = 253_402_300_799_999L;

  /** How it stands. */
  public enum State {
    /** Nobody expects to hear it. */
    UNKNOWN,
    /** It is in the inventory and was never heard. */
    REGISTERED,
    /** As REGISTERED, and its clinic knows that it was never heard. */
    MISSED,
    /** It is heard. */
    UP,
    /** It was heard, and is silent. */
    LOST
  }

  private State state;
  private String clinicId;
  private Optional<String> sessionId;
  private long sinceMs;
  private Limit limit;
  private long changes;

  /** Of a device that nobody knows. */
  public Link() {
    this(State.UNKNOWN, "", Optional.empty(), 0, new Limit(0, ""), 0);
  }

  /**
   * As remembered.
   *
   * @param clinicId the clinic that is told of it
   * @param sessionId the session that it is in
   * @param sinceMs when it was last heard, or from when on it should have been heard
   * @param limit how long it may be silent, s
   * @param changes transitions so far
   */
  public Link(
      State state,
      String clinicId,
      Optional<String> sessionId,
      long sinceMs,
      Limit limit,
      long changes) {
    this.state = state;
    this.clinicId = clinicId;
    this.sessionId = sessionId;
    this.sinceMs = sinceMs;
    this.limit = limit;
    this.changes = changes;
  }

  /**
   * The inventory has the device.
   *
   * @param clinic the clinic that it stands in
   * @param commissionedAtMs when it was taken into use
   */
  public List<LinkChange> registered(
      String deviceId, String clinic, long commissionedAtMs, long nowMs, Limit grace) {
    List<LinkChange> told = new ArrayList<>(0);
    if (state == State.MISSED && !clinic.equals(clinicId)) {
      told.add(change(Kind.GONE, deviceId, nowMs, Optional.empty()));
      state = State.UNKNOWN;
    }
    if (state == State.REGISTERED) {
      clinicId = clinic;
    } else if (state == State.UNKNOWN) {
      state = State.REGISTERED;
      clinicId = clinic;
      sessionId = Optional.empty();
      sinceMs = Math.max(Math.min(commissionedAtMs, LAST_MS), nowMs);
      limit = grace;
    }
    return told;
  }

  /** Before the time nothing could be heard, ms since 1970 UTC. */
  public void expectedFrom(long nowMs) {
    sinceMs = Math.max(sinceMs, nowMs);
  }

  /** The inventory has the device no more: nobody waits for it, until it is heard again. */
  public List<LinkChange> unregistered(String deviceId, long nowMs) {
    boolean told = state != State.UNKNOWN && state != State.REGISTERED;
    List<LinkChange> changed =
        told ? List.of(change(Kind.GONE, deviceId, nowMs, Optional.empty())) : List.of();
    state = State.UNKNOWN;
    return changed;
  }

  /**
   * An event of the device was taken.
   *
   * @param limits how long the device may be silent, by the name of the limit; asked only when the
   *     device's situation changes
   */
  public List<LinkChange> heard(TakenEvent taken, long nowMs, Function<LimitName, Limit> limits) {
    List<LinkChange> told = new ArrayList<>(0);
    String deviceId = taken.event().deviceId();
    boolean known = state == State.UP || state == State.LOST;
    // What comes out of order tells where the device was, not where it is.
    boolean placed = !taken.outOfOrder() || !known;
    String clinic = placed ? taken.event().clinicId() : clinicId;
    Optional<String> session = taken.outOfOrder() ? sessionId : sessionAfter(taken);
    boolean moved = known && !clinic.equals(clinicId);
    if (moved || state == State.MISSED) {
      told.add(change(Kind.GONE, deviceId, nowMs, Optional.empty()));
    } else if (state == State.LOST) {
      told.add(change(Kind.BACK, deviceId, nowMs, Optional.empty()));
    }
    clinicId = clinic;
    if (moved || !known) {
      told.add(change(Kind.UP, deviceId, nowMs, Optional.empty()));
    }
    if (!known || !session.equals(sessionId)) {
      limit =
          limits.apply(session.isPresent() ? LimitName.TELEMETRY_LOST : LimitName.DEVICE_SILENT);
    }
    state = State.UP;
    sessionId = session;
    sinceMs = nowMs;
    return told;
  }

  /** An event outside a session names none, and a device that ended its session is idle. */
  private static Optional<String> sessionAfter(TakenEvent taken) {
    return taken.event().payload() instanceof SessionEnd
        ? Optional.empty()
        : taken.event().sessionId();
  }

  /** When {@link #fallSilent} has something to do; {@link #NEVER} without such a time. */
  public long deadlineMs() {
    return state == State.UP || state == State.REGISTERED
        ? sinceMs + Math.round(limit.value() * 1_000)
        : NEVER;
  }

  /** The deadline has come, and nothing was heard. */
  public LinkChange fallSilent(String deviceId) {
    long lostAtMs = deadlineMs();
    Silence silence = new Silence(rule(), sessionId, sinceMs, lostAtMs, limit.policy());
    state = state == State.REGISTERED ? State.MISSED : State.LOST;
    return change(Kind.LOST, deviceId, lostAtMs, Optional.of(silence));
  }

  private LinkRule rule() {
    if (state == State.REGISTERED) {
      return LinkRule.DEVICE_NEVER_SEEN;
    }
    return sessionId.isPresent() ? LinkRule.TELEMETRY_LOST : LinkRule.DEVICE_SILENT;
  }

  private LinkChange change(Kind kind, String deviceId, long atMs, Optional<Silence> silence) {
    changes++;
    return new LinkChange(atMs, changes, kind, deviceId, clinicId, silence);
  }

  /** How it stands. */
  public State state() {
    return state;
  }

  /** The clinic that is told of it; empty when none is. */
  public String clinicId() {
    return clinicId;
  }

  /** The session that it is in. */
  public Optional<String> sessionId() {
    return sessionId;
  }

  /** When it was last heard, or from when on it should have been heard, ms since 1970 UTC. */
  public long sinceMs() {
    return sinceMs;
  }

  /** How long it may be silent, s. */
  public Limit limit() {
    return limit;
  }

  /** Number of transitions so far. */
  public long changes() {
    return changes;
  }
}
