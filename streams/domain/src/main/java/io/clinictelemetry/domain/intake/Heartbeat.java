package io.clinictelemetry.domain.intake;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A sign of life, with what the device knows about itself. A number that no such part can have is
 * as one that is not there: a sign of life counts, whatever it says.
 *
 * @param state what the device is doing
 * @param batteryPct charge of the battery, %
 * @param pumpHours running time of the pump since it was made, h
 * @param filterHours running time since the filter was changed, h
 * @param temperatureCel temperature inside the device, Cel
 * @param deadHeadMaxKpa daily dead-head test: highest suction with the tip closed, kPa
 * @param deadHeadRiseMs daily dead-head test: time to 90 % of the highest suction, ms
 * @param deadHeadRipplePct daily dead-head test: ripple around the highest suction, %
 * @param measuredAtMs when all this was so, on the device's own clock, ms since 1970 UTC; empty
 *     when that is the time of sending
 */
public record Heartbeat(
    State state,
    OptionalDouble batteryPct,
    OptionalDouble pumpHours,
    OptionalDouble filterHours,
    OptionalDouble temperatureCel,
    OptionalDouble deadHeadMaxKpa,
    OptionalLong deadHeadRiseMs,
    OptionalDouble deadHeadRipplePct,
    OptionalLong measuredAtMs)
    implements Payload {

  /** What a device can be doing. */
  public enum State {
    /** Ready for a session. */
    IDLE,
    /** In a session. */
    IN_SESSION,
    /** It found a fault in itself. */
    FAULT,
    /** Something that this release does not know. */
    UNKNOWN
  }

  /** One that says nothing but the state. */
  public static Heartbeat of(State state) {
    return new Heartbeat(
        state,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty());
  }
}
