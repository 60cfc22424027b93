package io.clinictelemetry.domain.rules;

/**
 * Samples of one frame that are beyond a rule's limit, however few. Those that are less than the
 * off-delay apart are one breach. Times are corrected, ms since 1970 UTC.
 *
 * @param rule the rule
 * @param startedAtMs start of the first sample
 * @param endedAtMs start of the first sample that is back for good, or the end of the frame
 * @param peak the value that is furthest beyond the limit, in the rule's unit
 */
public record Breach(SampleRule rule, long startedAtMs, long endedAtMs, double peak) {

  /** Whether a sample that starts then is within it. */
  public boolean covers(long atMs) {
    return startedAtMs <= atMs && atMs < endedAtMs;
  }
}
