package io.clinictelemetry.producers.simulator;

import static io.clinictelemetry.producers.simulator.AlertRule.BATTERY_SAG;
import static io.clinictelemetry.producers.simulator.AlertRule.CLINIC_SILENT;
import static io.clinictelemetry.producers.simulator.AlertRule.CLOCK_ERROR;
import static io.clinictelemetry.producers.simulator.AlertRule.CURRENT_HARD_PEAK;
import static io.clinictelemetry.producers.simulator.AlertRule.CURRENT_LOST;
import static io.clinictelemetry.producers.simulator.AlertRule.CURRENT_SOFT_LOW;
import static io.clinictelemetry.producers.simulator.AlertRule.CURRENT_TRACKING;
import static io.clinictelemetry.producers.simulator.AlertRule.DC_OFFSET_HARD;
import static io.clinictelemetry.producers.simulator.AlertRule.DC_OFFSET_SOFT;
import static io.clinictelemetry.producers.simulator.AlertRule.ELECTRODE_DRYING;
import static io.clinictelemetry.producers.simulator.AlertRule.FILTER_CLOGGING;
import static io.clinictelemetry.producers.simulator.AlertRule.GROSS_DOSE_HARD;
import static io.clinictelemetry.producers.simulator.AlertRule.IMPEDANCE_LOST;
import static io.clinictelemetry.producers.simulator.AlertRule.IMPEDANCE_SOFT;
import static io.clinictelemetry.producers.simulator.AlertRule.PUMP_WEAR;
import static io.clinictelemetry.producers.simulator.AlertRule.SESSION_HARD;
import static io.clinictelemetry.producers.simulator.AlertRule.SESSION_SOFT;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_DOSE_HARD;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_DOSE_SOFT;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_DWELL_HARD;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_DWELL_SOFT;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_FLAT_LINE;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_HARD_HIGH;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_HARD_LOW;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_SOFT_HIGH;
import static io.clinictelemetry.producers.simulator.AlertRule.SUCTION_SOFT_LOW;

import io.clinictelemetry.avro.Modality;
import java.util.Optional;
import java.util.Set;

/** The fault scenarios, in the order of their numbers. */
public enum FaultKind implements Disturbance {
  /** The filter clogs over days: the dead-head test takes twice as long. */
  FILTER_CLOGS(1, Optional.empty()),
  /** The hose leaks: no vacuum on the skin, with the pump at its most. */
  HOSE_LEAK(2, Modality.MICRODERMABRASION),
  /** The regulator sticks: vacuum ramps to 70 kPa whatever was set. */
  REGULATOR_STUCK(3, Modality.MICRODERMABRASION),
  /** The tip rests on one spot for 8 s. */
  TIP_PARKED(4, Modality.MICRODERMABRASION),
  /** The pressure sensor gives one value whatever the wand does. */
  SENSOR_FROZEN(5, Modality.MICRODERMABRASION),
  /** The pump wears over days: the dead-head test reaches less, with twice the ripple. */
  PUMP_WORN(6, Optional.empty()),
  /** An electrode dries until its contact is lost. */
  ELECTRODE_DRIES(7, Modality.MICROCURRENT),
  /** The output stage spikes: a peak of 1200 uA for two samples, the mean stays normal. */
  OUTPUT_SPIKE(8, Modality.MICROCURRENT),
  /** The polarity switch sticks: what should alternate flows one way. */
  POLARITY_STUCK(9, Modality.MICROCURRENT),
  /** The battery runs low, then cannot hold up the output. */
  BATTERY_LOW(10, Modality.MICROCURRENT),
  /** The timer does not stop the session at its end. */
  TIMER_STUCK(11, Modality.MICROCURRENT),
  /** A clinic's gateway loses its connection, and replays what it kept when it is back. */
  GATEWAY_OUTAGE(12, Optional.empty());

  private final int number;
  private final Optional<Modality> modality;

  FaultKind(int number, Modality modality) {
    this(number, Optional.of(modality));
  }

  FaultKind(int number, Optional<Modality> modality) {
    this.number = number;
    this.modality = modality;
  }

  /** Number of the fault scenario. */
  public int number() {
    return number;
  }

  @Override
  public Optional<Modality> modality() {
    return modality;
  }

  @Override
  public Set<AlertRule> expectedRules() {
    return switch (this) {
      case FILTER_CLOGS -> Set.of(FILTER_CLOGGING);
      case HOSE_LEAK -> Set.of(SUCTION_HARD_LOW);
      case REGULATOR_STUCK -> Set.of(SUCTION_HARD_HIGH);
      case TIP_PARKED -> Set.of(SUCTION_DWELL_SOFT, SUCTION_DWELL_HARD, SUCTION_DOSE_SOFT);
      case SENSOR_FROZEN -> Set.of(SUCTION_FLAT_LINE);
      case PUMP_WORN -> Set.of(PUMP_WEAR);
      case ELECTRODE_DRIES -> Set.of(IMPEDANCE_SOFT, CURRENT_LOST);
      case OUTPUT_SPIKE -> Set.of(CURRENT_HARD_PEAK);
      case POLARITY_STUCK -> Set.of(DC_OFFSET_HARD);
      case BATTERY_LOW -> Set.of(BATTERY_SAG);
      case TIMER_STUCK -> Set.of(SESSION_SOFT, SESSION_HARD);
      case GATEWAY_OUTAGE -> Set.of(CLINIC_SILENT);
    };
  }

  @Override
  public Set<AlertRule> companions() {
    return switch (this) {
      case HOSE_LEAK -> Set.of(SUCTION_SOFT_LOW);
      case REGULATOR_STUCK -> Set.of(SUCTION_SOFT_HIGH);
      case TIP_PARKED -> Set.of(SUCTION_DOSE_HARD);
      case ELECTRODE_DRIES ->
          Set.of(IMPEDANCE_LOST, CURRENT_TRACKING, CURRENT_SOFT_LOW, ELECTRODE_DRYING);
      case POLARITY_STUCK -> Set.of(DC_OFFSET_SOFT);
      case GATEWAY_OUTAGE -> Set.of(CLOCK_ERROR);
      case TIMER_STUCK -> Set.of(GROSS_DOSE_HARD);
      case FILTER_CLOGS, SENSOR_FROZEN, PUMP_WORN, OUTPUT_SPIKE, BATTERY_LOW -> Set.of();
    };
  }
}
