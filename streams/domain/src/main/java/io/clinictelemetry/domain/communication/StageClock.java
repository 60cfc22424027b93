package io.clinictelemetry.domain.communication;

/**
 * The clock of the clinic stage: the smallest log clock of all telemetry partitions. A partition
 * that has told none yet holds it back, for nothing is known of the devices there. Mutable.
 */
public final class StageClock {

  private final long[] clocksMs;

  /**
   * @param partitions number of telemetry partitions
   */
  public StageClock(int partitions) {
    clocksMs = new long[partitions];
  }

  /** The partition has told all that happened before the time, ms since 1970 UTC. */
  public void told(int partition, long beforeMs) {
    clocksMs[partition] = Math.max(clocksMs[partition], beforeMs);
  }

  /** Before it, all that happened is known, ms since 1970 UTC; 0 while a partition told nothing. */
  public long nowMs() {
    long now = Long.MAX_VALUE;
    for (long clockMs : clocksMs) {
      now = Math.min(now, clockMs);
    }
    return now;
  }
}
