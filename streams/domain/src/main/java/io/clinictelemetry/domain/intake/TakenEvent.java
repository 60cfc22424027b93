package io.clinictelemetry.domain.intake;

/**
 * An event in its order and on the trusted clock.
 *
 * @param event the event
 * @param appendedAtMs append time, ms since 1970 UTC
 * @param offsetMs what to add to the device's times, ms
 * @param outOfOrder whether its gap had been declared before it came
 * @param clockOffsetMs what to add to the device's clock as it now is, ms; that of the session may
 *     be older
 */
public record TakenEvent(
    TelemetryEvent event,
    long appendedAtMs,
    long offsetMs,
    boolean outOfOrder,
    long clockOffsetMs) {

  /** An event whose offset is that of the clock as it now is. */
  public TakenEvent(TelemetryEvent event, long appendedAtMs, long offsetMs, boolean outOfOrder) {
    this(event, appendedAtMs, offsetMs, outOfOrder, offsetMs);
  }

  /** An event that happened longer ago than this before it was appended is late, ms. */
  public static final long LATE_AFTER_MS = 30_000;

  /**
   * An event may happen this long after it was appended, ms, before its clock cannot be believed.
   */
  public static final long AHEAD_AFTER_MS = 60_000;

  /** A time of the device's clock on the trusted clock, ms since 1970 UTC. */
  public long corrected(long deviceTimeMs) {
    return deviceTimeMs + offsetMs;
  }

  /** When it happened, ms since 1970 UTC. */
  public long atMs() {
    return corrected(event.deviceTimeMs());
  }

  /** Whether it tells history. */
  public boolean late() {
    return appendedAtMs - atMs() > LATE_AFTER_MS;
  }

  /** Whether its time, or that of any of its samples, cannot be believed. */
  public boolean clockAhead() {
    return atMs() + untilLastSampleMs() - appendedAtMs > AHEAD_AFTER_MS;
  }

  /**
   * Whether it would lie before 1970, where no device was: the time of its sending and that of what
   * it tells are of different clocks.
   */
  public boolean undated() {
    return atMs() < 0;
  }

  private long untilLastSampleMs() {
    return event.payload() instanceof Frame frame ? frame.durationMs() - frame.intervalMs() : 0;
  }
}
