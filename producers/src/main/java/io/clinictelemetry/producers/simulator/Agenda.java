package io.clinictelemetry.producers.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Who acts when. Not safe for use by several threads. */
final class Agenda {

  private final PriorityQueue<Actor> actors =
      new PriorityQueue<>(Comparator.comparingLong(Actor::dueMs).thenComparingInt(Actor::index));

  void add(Actor actor) {
    actors.add(actor);
  }

  boolean isEmpty() {
    return actors.isEmpty();
  }

  /**
   * Lets all act that are due up to and including the time, in the order of time; calling again
   * after a failure goes on where it stopped.
   *
   * @param nowMs true time, ms since 1970 UTC
   */
  void advanceTo(long nowMs) {
    while (!actors.isEmpty() && actors.peek().dueMs() <= nowMs) {
      Actor actor = actors.remove();
      try {
        actor.act();
      } finally {
        actors.add(actor);
      }
    }
  }

  /** Stops all, in the order of their places. */
  void stop() {
    actors.stream().sorted(Comparator.comparingInt(Actor::index)).forEach(Actor::stop);
    actors.clear();
  }
}
