package io.clinictelemetry.contracts.operations;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that the machine's clock was set back. Kafka's clients measure their pauses, heartbeats
 * and commits by that clock, and would stand still until it has caught up; a restart helps at once.
 * A clock that is set forward does no harm: what was due later is merely done now.
 *
 * <p>Not safe for several threads.
 */
public final class ClockWatch {

  /** More than a clock that is kept by NTP moves back at once; less than an alert may be late. */
  static final Duration TOLERANCE = Duration.ofSeconds(10);

  private final LongSupplier wallMillis;
  private final LongSupplier monotonicNanos;
  private long highestLeadMs;

  /** Watches this machine's clock from now on. */
  public ClockWatch() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /**
   * @param wallMillis the clock that people set, ms
   * @param monotonicNanos the clock that nobody sets, ns from any origin
   */
  ClockWatch(LongSupplier wallMillis, LongSupplier monotonicNanos) {
    this.wallMillis = wallMillis;
    this.monotonicNanos = monotonicNanos;
    this.highestLeadMs = leadMs();
  }

  private long leadMs() {
    return wallMillis.getAsLong() - Duration.ofNanos(monotonicNanos.getAsLong()).toMillis();
  }

  /** The health of a component of this machine: not live once the clock was set back. */
  public Health judge(Health health) {
    long leadMs = leadMs();
    highestLeadMs = Math.max(highestLeadMs, leadMs);
    Duration back = Duration.ofMillis(highestLeadMs - leadMs);
    if (back.compareTo(TOLERANCE) <= 0) {
      return health;
    }
    return new Health(
        false,
        false,
        "%s, but this machine's clock was set back by %d s, and Kafka's clients would stand still for as long: start it again"
            .formatted(health.detail(), back.toSeconds()));
  }
}
