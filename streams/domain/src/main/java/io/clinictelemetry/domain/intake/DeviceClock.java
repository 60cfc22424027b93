package io.clinictelemetry.domain.intake;

/**
 * How far a device's clock is off, learnt from the records of its present boot.
 *
 * <p>Delay only ever makes {@code append - sent} larger, so its minimum is the best estimate.
 * Mutable; owned by the state of one device.
 */
public final class DeviceClock {

  /**
   * Within this a clock counts as right, ms: transport alone explains the difference. Engineering
   * default.
   */
  public static final long TOLERANCE_MS = 5_000;

  /** No record of any boot seen yet. */
  private static final long NO_BOOT = -1;

  private long bootId;
  private long smallestDifferenceMs;

  /** A device never heard of. */
  public DeviceClock() {
    this(NO_BOOT, Long.MAX_VALUE);
  }

  /** As remembered. */
  public DeviceClock(long bootId, long smallestDifferenceMs) {
    this.bootId = bootId;
    this.smallestDifferenceMs = smallestDifferenceMs;
  }

  /** Learns from one record, all times in ms since 1970 UTC. */
  public void observe(long bootId, long sentAtMs, long appendedAtMs) {
    if (bootId < this.bootId) {
      return; // an older boot says nothing about the clock of this one
    }
    long difference = saturatedDifference(appendedAtMs, sentAtMs);
    if (bootId > this.bootId) {
      this.bootId = bootId;
      smallestDifferenceMs = difference;
    } else {
      smallestDifferenceMs = Math.min(smallestDifferenceMs, difference);
    }
  }

  /** A device may claim any time at all; the difference must not wrap around. */
  private static long saturatedDifference(long a, long b) {
    long difference = a - b;
    boolean overflowed = ((a ^ b) & (a ^ difference)) < 0;
    return overflowed ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
  }

  /** What to add to the device's times, ms. */
  public long offsetMs() {
    boolean right =
        bootId == NO_BOOT
            || (smallestDifferenceMs >= -TOLERANCE_MS && smallestDifferenceMs <= TOLERANCE_MS);
    return right ? 0 : smallestDifferenceMs;
  }

  /** The boot that was learnt from; -1 before any. */
  public long bootId() {
    return bootId;
  }

  /** Smallest append minus sent of the boot, ms. */
  public long smallestDifferenceMs() {
    return smallestDifferenceMs;
  }
}
