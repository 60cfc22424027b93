package io.clinictelemetry.domain.intake;

/**
 * How far a device's clock is off, learnt from the records of its present boot.
 *
 * <p>Delay only ever makes {@code append - sent} larger, so its minimum is the best estimate. A
 * difference that no delay explains says that the clock was set in between: what was learnt of it
 * before is forgotten, so that one absurd time spoils nothing after it. Mutable; owned by the state
 * of one device.
 */
public final class DeviceClock {

  /**
   * Within this a clock counts as right, ms: transport alone explains the difference. Engineering
   * default.
   */
  public static final long TOLERANCE_MS = 5_000;

  /**
   * Differences that lie further apart are of a clock that was set, ms: no record is under way for
   * so long. Engineering default; several times what telemetry is kept.
   */
  public static final long SET_AFTER_MS = 30L * 24 * 3_600_000;

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

  /**
   * Learns from one record, all times in ms since 1970 UTC.
   *
   * @return whether the clock was set since the record before, so that no offset learnt until then
   *     is of use
   */
  public boolean observe(long bootId, long sentAtMs, long appendedAtMs) {
    if (bootId < this.bootId) {
      return false; // an older boot says nothing about the clock of this one
    }
    long difference = saturatedDifference(appendedAtMs, sentAtMs);
    boolean set = this.bootId != NO_BOOT && wasSet(difference);
    smallestDifferenceMs =
        set || bootId > this.bootId ? difference : Math.min(smallestDifferenceMs, difference);
    this.bootId = bootId;
    return set;
  }

  private boolean wasSet(long difference) {
    long change = saturatedDifference(difference, smallestDifferenceMs);
    return change > SET_AFTER_MS || change < -SET_AFTER_MS;
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
