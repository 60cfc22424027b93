package io.clinictelemetry.domain.notification;

/**
 * What has been told of one alert.
 *
 * @param place where it is told
 * @param releaseAtMs when a held one is told, ms since 1970 UTC; 0 of one that is not held
 * @param version number of messages so far of one that is told alone
 * @param calls whether it calls for somebody
 * @param rule name of the rule
 * @param high whether it is of high priority
 * @param triggeredAtMs corrected time at which its on-delay was over, ms since 1970 UTC
 */
public record Told(
    String alertId,
    Place place,
    long releaseAtMs,
    int version,
    boolean calls,
    String rule,
    boolean high,
    long triggeredAtMs) {

  /** Where an alert is told. */
  public enum Place {
    /** Nowhere: it never called for anybody. */
    NOWHERE,
    /** Not yet: should others follow at once, it is told with them. */
    HELD,
    /** Not yet, for it is older than the notifier: only if it still calls at the end of the log. */
    DORMANT,
    /** In messages of its own. */
    ALONE,
    /** In its clinic's storm. */
    IN_STORM
  }

  /** An alert that nothing was told of. */
  static Told nothing(Happening of) {
    return new Told(
        of.alertId(), Place.NOWHERE, 0, 0, false, of.rule(), of.high(), of.triggeredAtMs());
  }

  /** Whether it waits to be told. */
  public boolean waits() {
    return place == Place.HELD || place == Place.DORMANT;
  }

  Told at(Place next, long nextReleaseAtMs) {
    return new Told(alertId, next, nextReleaseAtMs, version, calls, rule, high, triggeredAtMs);
  }

  Told calling(boolean nowCalls) {
    return new Told(alertId, place, releaseAtMs, version, nowCalls, rule, high, triggeredAtMs);
  }

  Told oneMore() {
    return new Told(alertId, place, releaseAtMs, version + 1, calls, rule, high, triggeredAtMs);
  }
}
