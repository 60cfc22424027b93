package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.intake.PositionRanges.Range;
import java.util.Optional;

/**
 * Puts the events of one device into their own order and finds duplicates and gaps.
 *
 * <p>It remembers positions alone; the caller keeps the events that must wait. Mutable; owned by
 * the state of one device.
 *
 * <ul>
 *   <li>An event at the cursor is taken; the caller then takes whatever waited behind it.
 *   <li>An event beyond the cursor waits {@link #GAP_WAIT_MS} of log clock for the missing ones;
 *       then the gap is declared.
 *   <li>The first event of a later boot waits as well, because where the earlier boot ended is
 *       unknown.
 *   <li>An event before the cursor that was never received arrives out of order and is taken at
 *       once.
 * </ul>
 */
public final class DeviceOrder {

  /** How long a gap waits for what is missing, ms of log clock. */
  public static final long GAP_WAIT_MS = 2_000;

  /** How many boots are remembered. */
  public static final int MAX_BOOTS = 8;

  /** How many ranges of positions are remembered. */
  public static final int MAX_RANGES = 64;

  /** How many events may wait; a device that sends more behind a gap does not wait for it. */
  public static final int MAX_WAITING = 1_024;

  /** What becomes of an event that arrived. */
  public enum Arrival {
    /** It is next: take it. */
    NEXT,
    /** Something before it is missing: keep it. */
    WAITS,
    /** It came before. */
    DUPLICATE,
    /**
     * Its gap was declared before it came, or it was not usable the first time: take it, as out of
     * order.
     */
    OUT_OF_ORDER,
    /** Older than what is remembered. */
    BEYOND_HORIZON
  }

  private final PositionRanges received;
  private final PositionRanges unusable;
  private Optional<Position> cursor;
  private Optional<Position> horizon;
  private long gapsDeclared;

  /** A device never heard of. */
  public DeviceOrder() {
    this(new PositionRanges(), new PositionRanges(), Optional.empty(), Optional.empty(), 0);
  }

  /** As remembered. */
  public DeviceOrder(
      PositionRanges received,
      PositionRanges unusable,
      Optional<Position> cursor,
      Optional<Position> horizon,
      long gapsDeclared) {
    this.received = received;
    this.unusable = unusable;
    this.cursor = cursor;
    this.horizon = horizon;
    this.gapsDeclared = gapsDeclared;
  }

  /** Notes that a usable event arrived. */
  public Arrival arrive(Position position) {
    if (isBeyondHorizon(position)) {
      return Arrival.BEYOND_HORIZON;
    }
    if (unusable.remove(position)) {
      forgetOldest(); // the removal may have split a range
      // Ahead of the cursor its turn has yet to come.
      return position.compareTo(cursor.orElseThrow()) > 0 ? Arrival.WAITS : Arrival.OUT_OF_ORDER;
    }
    if (received.contains(position)) {
      return Arrival.DUPLICATE;
    }
    received.add(position);
    Arrival arrival = place(position);
    forgetOldest();
    return arrival;
  }

  /**
   * Notes that an event arrived that cannot be used. It closes the gap at its place, and a usable
   * one that comes there later is still taken.
   *
   * @return the event that waited and is next now
   */
  public Optional<Position> arriveUnusable(Position position) {
    if (isBeyondHorizon(position) || received.contains(position)) {
      return Optional.empty();
    }
    received.add(position);
    unusable.add(position);
    Optional<Position> next = place(position) == Arrival.NEXT ? advance() : Optional.empty();
    forgetOldest();
    return next;
  }

  /** Notes that an event that was to be taken turned out not to be usable. */
  public void markUnusable(Position position) {
    if (received.contains(position) && !unusable.contains(position)) {
      unusable.add(position);
      if (position.compareTo(cursor.orElseThrow()) < 0) {
        forgetOldest(); // otherwise it is about to be passed, which does it
      }
    }
  }

  private Arrival place(Position position) {
    if (cursor.isEmpty()) {
      if (position.seq() > 0) {
        cursor = Optional.of(new Position(position.bootId(), 0));
        return Arrival.WAITS;
      }
      cursor = Optional.of(position);
    }
    int compared = position.compareTo(cursor.get());
    return compared == 0 ? Arrival.NEXT : compared < 0 ? Arrival.OUT_OF_ORDER : Arrival.WAITS;
  }

  /**
   * Moves past the event that was just taken and past unusable ones; answers the event that waited
   * and is next.
   */
  public Optional<Position> advance() {
    Position at = cursor.orElseThrow().next();
    while (unusable.contains(at)) {
      at = at.next();
    }
    cursor = Optional.of(at);
    forgetOldest();
    return waitingAtCursor();
  }

  /** The event that waited and is next; empty when what is next has not come. */
  public Optional<Position> waitingAtCursor() {
    return cursor.filter(received::contains);
  }

  /** The first usable event that waits, whether or not it is next; empty when none waits. */
  public Optional<Position> firstWaiting() {
    Optional<Position> at = cursor.flatMap(this::firstReceivedFrom);
    while (at.isPresent() && unusable.contains(at.get())) {
      at = firstReceivedFrom(at.get().next());
    }
    return at;
  }

  private Optional<Position> firstReceivedFrom(Position position) {
    if (received.contains(position)) {
      return Optional.of(position);
    }
    return Optional.ofNullable(received.firstEndingAtOrAfter(position)).map(Range::first);
  }

  /**
   * Gives up what is missing before the first event that waits; answers that event. The caller
   * takes it and then whatever waited behind it. Empty when nothing waits.
   */
  public Optional<Position> declareGap() {
    Optional<Position> first = firstWaiting();
    if (first.isPresent()) {
      gapsDeclared++;
      cursor = first;
      forgetOldest();
    }
    return first;
  }

  /**
   * Whether a gap must be declared now because too many ranges would have to be remembered, or too
   * many events kept.
   */
  public boolean mustDeclareGap() {
    return (remembersTooMuch() || waiting() > MAX_WAITING) && firstWaiting().isPresent();
  }

  /** Number of usable events that wait. */
  private long waiting() {
    return cursor.map(at -> received.countFrom(at) - unusable.countFrom(at)).orElse(0L);
  }

  private boolean remembersTooMuch() {
    return received.size() > MAX_RANGES
        || received.boots() > MAX_BOOTS
        || unusable.size() > MAX_RANGES;
  }

  /** Drops the oldest memory; what waits is never dropped. */
  private void forgetOldest() {
    while (remembersTooMuch()) {
      // Many unusable events can lie within one range of received ones; then only these are
      // dropped.
      PositionRanges fullest = unusable.size() > MAX_RANGES ? unusable : received;
      Position oldest = fullest.ranges().get(0).last();
      if (oldest.compareTo(cursor.orElseThrow()) >= 0) {
        if (firstWaiting().isPresent()) {
          return; // the caller declares the gap
        }
        // All that lies ahead is unusable, and nobody waits for that.
        gapsDeclared++;
        cursor = Optional.of(oldest.next());
      }
      received.removeUpTo(oldest);
      unusable.removeUpTo(oldest);
      horizon = Optional.of(oldest);
    }
  }

  private boolean isBeyondHorizon(Position position) {
    return horizon.isPresent() && position.compareTo(horizon.get()) <= 0;
  }

  /** Positions received. */
  public PositionRanges received() {
    return received;
  }

  /** Positions received, but not usable. */
  public PositionRanges unusable() {
    return unusable;
  }

  /** The position that is expected next; empty before the first event. */
  public Optional<Position> cursor() {
    return cursor;
  }

  /** The last position that has been forgotten; it and all before it are beyond the horizon. */
  public Optional<Position> horizon() {
    return horizon;
  }

  /** Number of gaps declared so far; the unknown end of an earlier boot counts as one. */
  public long gapsDeclared() {
    return gapsDeclared;
  }
}
