package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.intake.DeviceOrder.Arrival;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The caller's part of keeping a device's events in order: holds what waits, watches the clock. */
public final class Intake {

  /** An event was taken. */
  public record Taken(Position position, boolean outOfOrder, long atMs) {}

  private DeviceOrder order;
  private final Set<Position> refused = new HashSet<>();

  /** When each event that waits arrived. */
  private final TreeMap<Position, Long> waiting = new TreeMap<>();

  private final List<Taken> taken = new ArrayList<>();
  private final List<Position> duplicates = new ArrayList<>();
  private final List<Position> beyondHorizon = new ArrayList<>();

  /** Begins with what is remembered. */
  public Intake(DeviceOrder order) {
    this.order = order;
  }

  /** Writes what is remembered and reads it again. */
  void restart() {
    order =
        new DeviceOrder(
            new PositionRanges(order.received().ranges()),
            new PositionRanges(order.unusable().ranges()),
            order.cursor(),
            order.horizon(),
            order.gapsDeclared());
  }

  /** An event arrived that will be refused when its turn comes. */
  void arriveRefused(Position position, long nowMs) {
    clock(nowMs);
    boolean isNew = !order.received().contains(position) || order.unusable().contains(position);
    if (isNew) {
      refused.add(position);
    }
    arrive(position, nowMs);
  }

  /** A usable event arrived. */
  public void arrive(Position position, long nowMs) {
    clock(nowMs);
    Arrival arrival = order.arrive(position);
    switch (arrival) {
      case NEXT -> {
        take(position, false, nowMs);
        takeFrom(order.advance(), nowMs);
      }
      case OUT_OF_ORDER -> take(position, true, nowMs);
      case WAITS -> waiting.put(position, nowMs);
      case DUPLICATE -> duplicates.add(position);
      case BEYOND_HORIZON -> {
        beyondHorizon.add(position);
        refused.remove(position);
      }
    }
    makeRoom(nowMs);
  }

  /** An event arrived that cannot be used. */
  void arriveUnusable(Position position, long nowMs) {
    clock(nowMs);
    takeFrom(order.arriveUnusable(position), nowMs);
    makeRoom(nowMs);
  }

  /** The log clock moved: gives up what was waited for too long. */
  void clock(long nowMs) {
    long deadlineMs = deadlineMs();
    while (deadlineMs <= nowMs) {
      declareGap(deadlineMs);
      deadlineMs = deadlineMs();
    }
  }

  private void makeRoom(long nowMs) {
    while (order.mustDeclareGap()) {
      declareGap(nowMs);
    }
  }

  private void declareGap(long atMs) {
    Optional<Position> first = order.declareGap();
    if (first.isEmpty()) {
      throw new AssertionError("nothing is next, but these wait: " + waiting);
    }
    takeFrom(first, atMs);
  }

  private void takeFrom(Optional<Position> first, long atMs) {
    Optional<Position> next = first;
    while (next.isPresent()) {
      if (waiting.remove(next.get()) == null) {
        throw new AssertionError(next.get() + " is next, but does not wait");
      }
      take(next.get(), false, atMs);
      next = order.advance();
    }
  }

  private void take(Position position, boolean outOfOrder, long atMs) {
    if (refused.remove(position)) {
      order.markUnusable(position);
    } else {
      taken.add(new Taken(position, outOfOrder, atMs));
    }
  }

  private long deadlineMs() {
    return waiting.values().stream()
        .mapToLong(arrivedAtMs -> arrivedAtMs + DeviceOrder.GAP_WAIT_MS)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  DeviceOrder order() {
    return order;
  }

  Map<Position, Long> waiting() {
    return waiting;
  }

  /** What was taken, in order. */
  public List<Taken> taken() {
    return taken;
  }

  List<Position> duplicates() {
    return duplicates;
  }

  List<Position> beyondHorizon() {
    return beyondHorizon;
  }
}
