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
    WIDENED
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
