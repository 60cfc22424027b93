package io.clinictelemetry.domain.rules;

import java.util.List;

/**
 * A rule on a device or a session as a whole, not judged sample by sample.
 *
 * @param name see {@link Rule#name}
 * @param priority see {@link Rule#priority}
 * @param kind see {@link Rule#kind}
 * @param unit see {@link Rule#unit}
 */
public record DeviceRule(String name, Priority priority, Kind kind, String unit) implements Rule {

  /** A session lasts longer than is usual. */
  public static final DeviceRule SESSION_SOFT =
      new DeviceRule("session-soft", Priority.LOW, Kind.TREATMENT, "min");

  /** A session lasts longer than any may. */
  public static final DeviceRule SESSION_HARD =
      new DeviceRule("session-hard", Priority.MEDIUM, Kind.TREATMENT, "min");

  /** The battery cannot hold up the output. */
  public static final DeviceRule BATTERY_SAG = technical("battery-sag", Priority.LOW, "%");

  /** The inventory does not have the device. */
  public static final DeviceRule DEVICE_UNREGISTERED =
      technical("device-unregistered", Priority.MEDIUM, "1");

  /** The device's clock is wrong. */
  public static final DeviceRule CLOCK_ERROR = technical("clock-error", Priority.LOW, "s");

  /** Events of the device were lost. */
  public static final DeviceRule SEQUENCE_GAP = technical("sequence-gap", Priority.LOW, "1");

  /** Two sessions are open at once. */
  public static final DeviceRule SESSION_OVERLAP = technical("session-overlap", Priority.LOW, "1");

  /** Suction takes ever longer to rise. */
  public static final DeviceRule FILTER_CLOGGING = technical("filter-clogging", Priority.LOW, "%");

  /** The pump reaches ever less, or ripples ever more. */
  public static final DeviceRule PUMP_WEAR = technical("pump-wear", Priority.LOW, "%");

  /** The impedance of the electrodes grows from session to session. */
  public static final DeviceRule ELECTRODE_DRYING =
      technical("electrode-drying", Priority.LOW, "%");

  /** All of them. */
  public static final List<DeviceRule> ALL =
      List.of(
          SESSION_SOFT,
          SESSION_HARD,
          BATTERY_SAG,
          DEVICE_UNREGISTERED,
          CLOCK_ERROR,
          SEQUENCE_GAP,
          SESSION_OVERLAP,
          FILTER_CLOGGING,
          PUMP_WEAR,
          ELECTRODE_DRYING);

  private static DeviceRule technical(String name, Priority priority, String unit) {
    return new DeviceRule(name, priority, Kind.TECHNICAL, unit);
  }
}
