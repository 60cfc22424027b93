package io.clinictelemetry.domain.notification;

/**
 * Many alerts of one clinic, told as one.
 *
 * @param key names it, for ever
 * @param firstOutId the alert of it that was triggered first
 * @param firstOutAtMs when, corrected time, ms since 1970 UTC
 * @param alerts how many belong to it
 * @param calling how many of them call for somebody now
 * @param high whether one of them is of high priority
 * @param beganHigh whether one of them was when the storm was first told
 * @param escalated whether it has been escalated, because nobody acknowledged one of them in time
 * @param firing whether it calls for somebody
 * @param version number of messages so far
 */
public record Storm(
    String key,
    String firstOutId,
    long firstOutAtMs,
    int alerts,
    int calling,
    boolean high,
    boolean beganHigh,
    boolean escalated,
    boolean firing,
    int version) {

  static Storm beginning(String clinicId, Told first) {
    return new Storm(
        "storm-" + clinicId + "-" + first.triggeredAtMs(),
        first.alertId(),
        first.triggeredAtMs(),
        0,
        0,
        false,
        false,
        false,
        false,
        0);
  }

  Storm with(Told one) {
    boolean earlier = one.triggeredAtMs() < firstOutAtMs;
    return new Storm(
        key,
        earlier ? one.alertId() : firstOutId,
        earlier ? one.triggeredAtMs() : firstOutAtMs,
        alerts + 1,
        calling,
        high || one.high(),
        beganHigh,
        escalated,
        firing,
        version);
  }

  Storm calling(int more) {
    return new Storm(
        key,
        firstOutId,
        firstOutAtMs,
        alerts,
        calling + more,
        high,
        beganHigh,
        escalated,
        firing,
        version);
  }

  Storm asEscalated() {
    return new Storm(
        key, firstOutId, firstOutAtMs, alerts, calling, high, beganHigh, true, firing, version);
  }

  Storm told(boolean nowFiring) {
    return new Storm(
        key,
        firstOutId,
        firstOutAtMs,
        alerts,
        calling,
        high,
        version == 0 ? high : beganHigh,
        escalated,
        nowFiring,
        version + 1);
  }
}
