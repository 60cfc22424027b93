package io.clinictelemetry.sinks.notifications;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Somebody who is told. */
interface Channel {

  /** Its name in tables and metrics, without secrets. */
  String name();

  /** How many messages it takes at once. */
  int batch();

  /** How long after a message that somebody is needed the one that nobody is has to wait. */
  Duration apart();

  /** Delivers messages, all or none. */
  Answer deliver(List<Delivery> messages, Instant now) throws InterruptedException;

  /** Tells again what goes on, to one who forgets. */
  default Answer remind(List<Delivery> firing, Instant now) throws InterruptedException {
    return Answer.TAKEN;
  }

  /**
   * What it said.
   *
   * @param outcome whether it took them
   * @param detail one sentence for people; empty when it took them
   */
  record Answer(Outcome outcome, String detail) {
    static final Answer TAKEN = new Answer(Outcome.TAKEN, "");
  }

  /** Whether it took them. */
  enum Outcome {
    /** It took them. */
    TAKEN,
    /** It does not answer, or cannot now: the next message would fare no better. */
    AWAY,
    /** It answers, but does not want this. */
    REFUSED
  }
}
