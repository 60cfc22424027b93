package io.clinictelemetry.domain.notification;

/**
 * One transition of one alert, as far as it matters for telling of it.
 *
 * @param alertId the alert
 * @param what what happened to it
 * @param atMs log clock of the transition, ms since 1970 UTC
 * @param calls whether the alert calls for somebody after it: it is on the active list, on no
 *     shelf, and not merely history
 * @param rule name of the rule
 * @param high whether the alert is of high priority
 * @param triggeredAtMs corrected time at which its on-delay was over, ms since 1970 UTC
 */
public record Happening(
    String alertId,
    What what,
    long atMs,
    boolean calls,
    String rule,
    boolean high,
    long triggeredAtMs) {

  /** What happens to alerts. */
  public enum What {
    /** It opened. */
    OPENED,
    /** Nobody acknowledged it in time. */
    ESCALATED,
    /** Its condition is over. */
    CLEARED,
    /** Anything else; it matters only where it changes whether the alert calls. */
    OTHER
  }
}
