package io.clinictelemetry.producers.simulator;

/**
 * Output stage and electrodes at one sample.
 *
 * @param setUa current that is set, uA
 * @param currentUa mean absolute current, uA
 * @param kohm impedance between the electrodes, kOhm
 * @param peakUa largest absolute current, uA
 * @param oneWay whether all of it flows in one direction, whatever the waveform
 */
record CurrentPoint(double setUa, double currentUa, double kohm, double peakUa, boolean oneWay) {

  /** Most voltage that the output stage gives, V. */
  static final double RAIL_V = 70;

  private static final double UA_KOHM_PER_V = 1_000;

  /**
   * The point with no more current than the voltage can drive.
   *
   * @param crest peak over mean
   */
  static CurrentPoint of(double setUa, double wantedUa, double kohm, double crest) {
    double current = Math.min(wantedUa, RAIL_V * UA_KOHM_PER_V / kohm);
    return new CurrentPoint(setUa, current, kohm, current * crest, false);
  }

  /** Off the skin: the full voltage drives a trace of current. */
  static CurrentPoint lifted(double setUa, Dice dice) {
    double leakUa = setUa * dice.between(0.005, 0.02);
    return of(setUa, leakUa, RAIL_V * UA_KOHM_PER_V / leakUa, 1.2);
  }

  /** Voltage over the electrodes, V. */
  double voltageV() {
    return currentUa * kohm / UA_KOHM_PER_V;
  }
}
