package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.Priority;
import java.util.Locale;

/**
 * The rules of the pipeline that something simulated may raise, with the priority and kind that
 * their alerts must have. Written down here once more on purpose, like {@link ClassLimits}.
 */
public enum AlertRule {
  SUCTION_HARD_HIGH(Priority.HIGH, AlertKind.TREATMENT),
  SUCTION_SOFT_HIGH(Priority.MEDIUM, AlertKind.TREATMENT),
  SUCTION_SOFT_LOW(Priority.LOW, AlertKind.TREATMENT),
  SUCTION_HARD_LOW(Priority.MEDIUM, AlertKind.TECHNICAL),
  SUCTION_DWELL_SOFT(Priority.MEDIUM, AlertKind.TREATMENT),
  SUCTION_DWELL_HARD(Priority.HIGH, AlertKind.TREATMENT),
  SUCTION_DOSE_SOFT(Priority.MEDIUM, AlertKind.TREATMENT),
  SUCTION_DOSE_HARD(Priority.HIGH, AlertKind.TREATMENT),
  SUCTION_FLAT_LINE(Priority.MEDIUM, AlertKind.TECHNICAL),
  CURRENT_HARD_PEAK(Priority.HIGH, AlertKind.TREATMENT),
  CURRENT_SOFT_HIGH(Priority.MEDIUM, AlertKind.TREATMENT),
  CURRENT_SOFT_LOW(Priority.LOW, AlertKind.TREATMENT),
  CURRENT_LOST(Priority.MEDIUM, AlertKind.TECHNICAL),
  CURRENT_TRACKING(Priority.LOW, AlertKind.TECHNICAL),
  IMPEDANCE_SOFT(Priority.LOW, AlertKind.TECHNICAL),
  IMPEDANCE_LOST(Priority.MEDIUM, AlertKind.TECHNICAL),
  DC_OFFSET_SOFT(Priority.LOW, AlertKind.TREATMENT),
  DC_OFFSET_HARD(Priority.MEDIUM, AlertKind.TREATMENT),
  GROSS_DOSE_HARD(Priority.MEDIUM, AlertKind.TREATMENT),
  SESSION_SOFT(Priority.LOW, AlertKind.TREATMENT),
  SESSION_HARD(Priority.MEDIUM, AlertKind.TREATMENT),
  BATTERY_SAG(Priority.LOW, AlertKind.TECHNICAL),
  CLOCK_ERROR(Priority.LOW, AlertKind.TECHNICAL),
  FILTER_CLOGGING(Priority.LOW, AlertKind.TECHNICAL),
  PUMP_WEAR(Priority.LOW, AlertKind.TECHNICAL),
  ELECTRODE_DRYING(Priority.LOW, AlertKind.TECHNICAL),
  CLINIC_SILENT(Priority.MEDIUM, AlertKind.TECHNICAL);

  private final Priority priority;
  private final AlertKind kind;

  AlertRule(Priority priority, AlertKind kind) {
    this.priority = priority;
    this.kind = kind;
  }

  /** Its name in alerts, for instance {@code suction-hard-high}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The priority of its alerts. */
  public Priority priority() {
    return priority;
  }

  /** Whether its alerts are about the treatment or the technics. */
  public AlertKind kind() {
    return kind;
  }
}
