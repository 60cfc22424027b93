package io.clinictelemetry.producers.simulator;

import java.util.Optional;

/**
 * The charge of a battery that runs low within a session. Hours are squeezed into seconds here: the
 * order of report, low charge and falling voltage is what counts.
 *
 * @param firstSample number of the sample at which the device reports it
 */
record BatterySag(int firstSample) {

  private static final double REPORTED_PCT = 13;
  private static final double PCT_PER_SAMPLE = 0.04;

  static Optional<BatterySag> of(PlannedDisturbance planned) {
    return planned.kind() == FaultKind.BATTERY_LOW
        ? Optional.of(new BatterySag(planned.firstSample()))
        : Optional.empty();
  }

  /** Charge at a sample of the session, %. */
  double chargePct(long sample) {
    long into = sample - firstSample;
    // Above the limit of 15 % until it is reported.
    double charge = REPORTED_PCT + (into < 0 ? 3 : 0) - PCT_PER_SAMPLE * into;
    return Math.max(1, charge);
  }
}
