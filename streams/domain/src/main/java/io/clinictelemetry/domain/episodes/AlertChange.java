package io.clinictelemetry.domain.episodes;

/**
 * One transition of one alert.
 *
 * @param atMs log clock of the transition, ms since 1970 UTC
 * @param transition what happened
 * @param alert the alert after it
 */
public record AlertChange(long atMs, Transition transition, Alert alert) {

  /** What happens to an alert. */
  public enum Transition {
    /** Its condition began. */
    OPENED,
    /** Its condition ended. */
    CLEARED,
    /** Readings that came out of order told more of it: it is open, or cleared, as before. */
    WIDENED,
    /** Somebody took note of it. */
    ACKNOWLEDGED,
    /** Its rule was put aside for a time. */
    SHELVED,
    /** Somebody ended the shelf. */
    UNSHELVED,
    /** The shelf ended by itself. */
    SHELF_ENDED,
    /** Somebody took it off the list after its condition was over. */
    RESET,
    /** Nobody took note of it in time. */
    ESCALATED,
    /** It still holds, long after the last that was done about it. */
    RE_ALARMED,
    /** What somebody asked for was not done. */
    REFUSED
  }

  static AlertChange opened(long atMs, Alert alert) {
    return new AlertChange(atMs, Transition.OPENED, alert);
  }

  static AlertChange cleared(long atMs, Alert alert) {
    return new AlertChange(atMs, Transition.CLEARED, alert);
  }

  static AlertChange widened(long atMs, Alert alert) {
    return new AlertChange(atMs, Transition.WIDENED, alert);
  }
}
