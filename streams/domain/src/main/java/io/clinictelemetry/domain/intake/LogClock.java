package io.clinictelemetry.domain.intake;

/** The clock of one partition: the largest append time so far. Mutable. */
public final class LogClock {

  private long nowMs;

  /** As remembered; 0 before the first record. */
  public LogClock(long nowMs) {
    this.nowMs = nowMs;
  }

  /**
   * Moves on to the append time unless it is already there; answers the clock, ms since 1970 UTC.
   */
  public long advanceTo(long appendedAtMs) {
    nowMs = Math.max(nowMs, appendedAtMs);
    return nowMs;
  }

  /** The clock, ms since 1970 UTC. */
  public long nowMs() {
    return nowMs;
  }
}
