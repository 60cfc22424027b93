package io.clinictelemetry.producers.simulator;

/**
 * The set-points of a microcurrent session over time.
 *
 * @param checkSamples impedance check, with no current set
 * @param rampUpSamples the set-point climbs once a second
 * @param rampDownSamples the set-point falls once a second
 * @param samples all samples of the programme
 * @param topUa set-point of the strongest phase, uA
 */
record CurrentProgramme(
    int checkSamples, int rampUpSamples, int rampDownSamples, int samples, double topUa) {

  /** Above the soft low limit, raised for the body as it may be. */
  private static final double LEAST_UA = 18;

  private static final double[] PHASE_SHARES = {1, 0.5, 1.0 / 6};
  private static final double[] PHASE_HZ = {80, 10, 0.5};

  /**
   * @param setUa set current, uA; 0 in the impedance check
   * @param frequencyHz frequency of the waveform, Hz
   */
  record Step(double setUa, double frequencyHz) {}

  static CurrentProgramme of(Programme length, int samples, double topUa) {
    return new CurrentProgramme(
        checkSamples(length), rampUpSamples(length), checkSamples(length), samples, topUa);
  }

  /** Number of the first sample after check and ramp. */
  static int settled(Programme length) {
    return checkSamples(length) + rampUpSamples(length);
  }

  private static int checkSamples(Programme length) {
    return Treatment.PER_SECOND * (length == Programme.SHORT ? 2 : 5);
  }

  private static int rampUpSamples(Programme length) {
    return Treatment.PER_SECOND * (length == Programme.SHORT ? 3 : 8);
  }

  /** The set-point at a sample. */
  Step at(int sample) {
    int intoRamp = sample - checkSamples;
    if (intoRamp < 0) {
      return new Step(0, PHASE_HZ[0]);
    }
    int intoPhases = intoRamp - rampUpSamples;
    if (intoPhases < 0) {
      return new Step(between(0, ramped(intoRamp, rampUpSamples)), PHASE_HZ[0]);
    }
    int left = samples - sample;
    if (left <= rampDownSamples) {
      return new Step(between(2, ramped(left - 1, rampDownSamples)), PHASE_HZ[PHASE_HZ.length - 1]);
    }
    int phases = samples - checkSamples - rampUpSamples - rampDownSamples;
    int phase = intoPhases / Math.max(1, (phases + 2) / PHASE_SHARES.length);
    phase = Math.min(phase, PHASE_SHARES.length - 1);
    return new Step(phaseUa(phase), PHASE_HZ[phase]);
  }

  /** The share of a ramp that is reached, in steps of a second. */
  private static double ramped(int into, int rampSamples) {
    int steps = rampSamples / Treatment.PER_SECOND;
    int step = 1 + into / Treatment.PER_SECOND;
    return (double) step / (steps + 1);
  }

  private double between(int phase, double share) {
    return LEAST_UA + share * (phaseUa(phase) - LEAST_UA);
  }

  private double phaseUa(int phase) {
    return Math.max(LEAST_UA, topUa * PHASE_SHARES[phase]);
  }
}
