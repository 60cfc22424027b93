package io.clinictelemetry.domain.response;

/**
 * What a person asks for. Every command is answered once, however often it arrives.
 *
 * @param id names it; the same id is the same command
 * @param kind what is asked for
 * @param alertId the alert that it is about
 * @param by who asks
 * @param why the reason, which every mark needs
 * @param forMs how long to shelve, ms; 0 in other commands
 */
public record Command(String id, Kind kind, String alertId, String by, String why, long forMs) {

  /** What can be asked for. */
  public enum Kind {
    /** Takes note of an alert: somebody sees to it. It does not end the condition. */
    ACKNOWLEDGE,
    /** Puts the rule aside on its subject for a time. */
    SHELVE,
    /** Ends a shelf before its time. */
    UNSHELVE,
    /** Takes a latched alert off the list whose condition is over. */
    RESET
  }

  /** The mark that it leaves when it is done. */
  Mark mark(long atMs) {
    return new Mark(by, atMs, why);
  }
}
