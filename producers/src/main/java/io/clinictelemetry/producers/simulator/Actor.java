package io.clinictelemetry.producers.simulator;

/**
 * Something that acts in simulated time. What fails because the channel takes nothing stays due,
 * and is done again without a difference.
 */
interface Actor {

  /** Its place among those that are due at the same time. */
  int index();

  /** When it does something next, ms of true time since 1970 UTC. */
  long dueMs();

  /** Does what is due. */
  void act();

  /** Brings to an end what it has begun. */
  void stop();
}
