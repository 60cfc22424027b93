package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.intake.Heartbeat;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A daily dead-head test: how the pump does with the tip closed, without any skin.
 *
 * @param maxKpa highest suction, kPa
 * @param riseMs time to 90 % of it, ms
 * @param ripplePct ripple around it, %
 */
record DeadHead(OptionalDouble maxKpa, OptionalLong riseMs, OptionalDouble ripplePct) {

  /** No test. */
  static final DeadHead NONE =
      new DeadHead(OptionalDouble.empty(), OptionalLong.empty(), OptionalDouble.empty());

  /** What the heartbeat tells of one. */
  static DeadHead of(Heartbeat heartbeat) {
    return new DeadHead(
        heartbeat.deadHeadMaxKpa(), heartbeat.deadHeadRiseMs(), heartbeat.deadHeadRipplePct());
  }
}
