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
      return Arrival.OUT_OF_ORDER;
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
   */
  public void arriveUnusable(Position position) {
    if (isBeyondHorizon(position) || received.contains(position)) {
      return;
    }
    received.add(position);
    unusable.add(position);
    if (place(position) == Arrival.NEXT) {
      advance();
    }
    forgetOldest();
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
    return received.contains(at) ? cursor : Optional.empty();
  }

  /** Whether events wait for something that is missing. */
  public boolean hasGap() {
    return cursor.isPresent() && received.firstEndingAtOrAfter(cursor.get()) != null;
  }

  /**
   * Gives up what is missing before the first event that waits; answers that event. The caller
   * takes it and then whatever waited behind it. Empty when all that waited was unusable.
   */
  public Optional<Position> declareGap() {
    Range next = received.firstEndingAtOrAfter(cursor.orElseThrow());
    if (next == null) {
      return Optional.empty();
    }
    gapsDeclared++;
    Position first = next.first();
    if (!unusable.contains(first)) {
      cursor = Optional.of(first);
      return cursor;
    }
    cursor = Optional.of(first);
    return advance();
  }

  /** Whether a gap must be declared now because too many ranges would have to be remembered. */
  public boolean mustDeclareGap() {
    return (received.size() > MAX_RANGES || received.boots() > MAX_BOOTS) && hasGap();
  }

  /** Drops the oldest memory; what waits is never dropped. */
  private void forgetOldest() {
    while (received.size() > MAX_RANGES || received.boots() > MAX_BOOTS) {
      Range lowest = received.ranges().get(0);
      if (lowest.last().compareTo(cursor.orElseThrow()) >= 0) {
        return;
      }
      received.removeLowest();
      horizon = Optional.of(lowest.last());
      while (unusable.size() > 0 && unusable.ranges().get(0).last().compareTo(lowest.last()) <= 0) {
        unusable.removeLowest();
      }
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

  /** Number of gaps declared so far. */
  public long gapsDeclared() {
    return gapsDeclared;
  }
}
