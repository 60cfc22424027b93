package io.clinictelemetry.domain.notification;

import java.util.Optional;

/**
 * One thing that is told, once.
 *
 * @param key what it is about: the alert's id, or the storm's key
 * @param version counts the messages about it, from 1
 * @param event why it is told
 * @param firing whether somebody is needed after it
 * @param storm of a storm, the storm
 */
public record Message(String key, int version, Event event, boolean firing, Optional<Storm> storm) {

  /** Why something is told. */
  public enum Event {
    /** Somebody is needed; also again, when a shelf ended. */
    OPENED,
    /** Nobody acknowledged it in time, or it became of high priority. */
    ESCALATED,
    /** The condition is over; one that latches still needs somebody to take note. */
    CLEARED,
    /** Nobody is needed any more, because of what a person did. */
    ENDED
  }

  static Message of(Told alert, Event event) {
    return new Message(alert.alertId(), alert.version(), event, alert.calls(), Optional.empty());
  }

  static Message of(Storm storm, Event event) {
    return new Message(storm.key(), storm.version(), event, storm.firing(), Optional.of(storm));
  }
}
