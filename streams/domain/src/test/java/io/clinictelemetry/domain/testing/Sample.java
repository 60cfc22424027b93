package io.clinictelemetry.domain.testing;

import io.clinictelemetry.domain.limits.Zone;

/**
 * One sample of a session.
 *
 * @param elapsedMs session time of its start, ms
 * @param intervalMs time that it covers, ms
 * @param value suction in kPa or mean current in uA
 * @param peak largest current within it, uA; means nothing for suction
 * @param contact whether the wand touched the skin; means nothing for current
 * @param flaggedBad whether the device judged it BAD
 * @param zone part of the body
 */
public record Sample(
    long elapsedMs,
    int intervalMs,
    float value,
    float peak,
    boolean contact,
    boolean flaggedBad,
    Zone zone) {

  /** Session time of its end, ms. */
  public long endMs() {
    return elapsedMs + intervalMs;
  }
}
