package io.clinictelemetry.domain.limits;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How loose a limit may be, whatever policies say. No policy lets a device of a class do more than
 * the hard limits that ship for the class.
 *
 * <ul>
 *   <li>A hard limit, and one that a standard or the absence of contact gives, is its own ceiling.
 *   <li>A soft limit may be as loose as the hard one beside it.
 *   <li>A limit that tells of the device, its link or the response to alerts, with no hard one
 *       beside it, may be {@link #SLACK} times as loose. The factor is an engineering default.
 * </ul>
 */
public final class Ceiling {

  /** How many times as loose as the default a limit without a hard one beside it may be. */
  public static final double SLACK = 2;

  private static final Map<LimitName, LimitName> HARD_BESIDE =
      new EnumMap<>(
          Map.of(
              LimitName.SUCTION_SOFT_LOW, LimitName.SUCTION_HARD_LOW,
              LimitName.SUCTION_SOFT_HIGH, LimitName.SUCTION_HARD_HIGH,
              LimitName.DWELL_SOFT, LimitName.DWELL_HARD,
              LimitName.DOSE_SOFT, LimitName.DOSE_HARD,
              LimitName.CURRENT_SOFT_HIGH, LimitName.CURRENT_HARD_PEAK,
              LimitName.IMPEDANCE_SOFT, LimitName.IMPEDANCE_LOST,
              LimitName.DC_OFFSET_SOFT, LimitName.DC_OFFSET_HARD,
              LimitName.SESSION_SOFT, LimitName.SESSION_HARD));

  private static final Set<LimitName> WITH_SLACK =
      EnumSet.of(
          LimitName.CONTACT_SOFT,
          LimitName.FLAT_LINE,
          LimitName.CURRENT_SOFT_LOW,
          LimitName.TRACKING_ERROR,
          LimitName.BATTERY_LOW,
          LimitName.CLOCK_ERROR,
          LimitName.TELEMETRY_LOST,
          LimitName.DEVICE_SILENT,
          LimitName.DEVICE_NEVER_SEEN,
          LimitName.ESCALATE_HIGH,
          LimitName.ESCALATE_MEDIUM,
          LimitName.RE_ALARM,
          LimitName.SHELF_LONGEST);

  private Ceiling() {}

  /** The loosest that the limit may be for devices of the class, in the limit's unit. */
  public static double of(LimitName name, Modality modality, DeviceClass deviceClass) {
    Limits shipped = DefaultLimits.of(modality, deviceClass);
    if (WITH_SLACK.contains(name)) {
      double own = shipped.value(name);
      return name.bound() == Bound.AT_MOST ? own * SLACK : own / SLACK;
    }
    return shipped.value(HARD_BESIDE.getOrDefault(name, name));
  }
}
