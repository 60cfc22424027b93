package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.TakenEvent;

/**
 * Events of the device were lost. Gaps that follow each other within {@link #QUIET_MS} are one
 * trouble: the connection, not each event, needs attention.
 *
 * @param announced events missing before the next event that is taken
 * @param lost events lost in this trouble so far
 * @param lastAtMs corrected time of the event behind the latest gap, ms since 1970 UTC
 * @param overAtMs log clock at which the trouble is over, ms since 1970 UTC; {@link
 *     DeviceWatch#NEVER} without one
 */
record SequenceGap(long announced, long lost, long lastAtMs, long overAtMs) {

  /** How long after a gap without another the trouble is over, ms. Engineering default. */
  static final long QUIET_MS = 300_000;

  static final SequenceGap NONE = new SequenceGap(0, 0, 0, DeviceWatch.NEVER);

  /** So many events are given up. */
  SequenceGap announce(long missing) {
    return new SequenceGap(announced + missing, lost, lastAtMs, overAtMs);
  }

  /** After the event behind what was announced. */
  SequenceGap next(TakenEvent taken, long logClockMs) {
    return new SequenceGap(0, lost + announced, taken.atMs(), logClockMs + QUIET_MS);
  }

  /** What the event behind the gap says. */
  Verdict judge() {
    return new Verdict.Holds(
        lastAtMs,
        lost,
        Verdict.builtIn(0),
        "Events of the device were lost on their way, or came too late to be waited for.");
  }
}
