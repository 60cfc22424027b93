package io.clinictelemetry.producers.simulator;

/**
 * A disturbance that will happen in a session.
 *
 * @param kind which
 * @param firstSample number of the first sample under its influence
 * @param samples how many are
 * @param surelySeen how many of them are enough that each of its rules must alert
 */
record PlannedDisturbance(Disturbance kind, int firstSample, int samples, int surelySeen) {

  /**
   * Draws when it happens.
   *
   * @param settled number of the first sample after checks and ramps
   */
  static PlannedDisturbance draw(Dice dice, Disturbance kind, int settled) {
    int early = settled + dice.between(10, 30);
    if (kind instanceof FaultKind fault) {
      return switch (fault) {
        // The ramp takes up to 1.6 s, and the rule waits 0.3 s.
        case REGULATOR_STUCK -> new PlannedDisturbance(kind, early, dice.between(45, 65), 24);
        case HOSE_LEAK -> new PlannedDisturbance(kind, early, 80, 60);
        case TIP_PARKED -> new PlannedDisturbance(kind, early, 82, 75);
        case SENSOR_FROZEN -> new PlannedDisturbance(kind, early, 90, 75);
        // It lasts 12 s until contact is lost, and the rule waits 3 s.
        case ELECTRODE_DRIES -> new PlannedDisturbance(kind, early, 180, 160);
        case OUTPUT_SPIKE -> new PlannedDisturbance(kind, early + 60, 2, 2);
        case POLARITY_STUCK -> new PlannedDisturbance(kind, early, 150, 130);
        case BATTERY_LOW -> new PlannedDisturbance(kind, early, 110, 90);
        // In a short session; nothing is wrong until it should have ended, and then all is, for
        // ever.
        case TIMER_STUCK -> new PlannedDisturbance(kind, settled, Integer.MAX_VALUE / 2, 0);
        case FILTER_CLOGS, PUMP_WORN, GATEWAY_OUTAGE ->
            throw new IllegalArgumentException(kind + " is no matter of a session");
      };
    }
    return switch ((ControlKind) kind) {
      case PROBE_LIFTED -> new PlannedDisturbance(kind, early, 25, 25);
      case FREE_AIR_STROKES -> new PlannedDisturbance(kind, early, 120, 120);
      case RAMPS -> new PlannedDisturbance(kind, early, 160, 160);
      // Vacuum takes up to 2 s to form, and the rule waits 2 s.
      case HOVERING_VACUUM, HOVERING_CURRENT -> new PlannedDisturbance(kind, early, 125, 45);
      case ZONE_CHANGE -> new PlannedDisturbance(kind, early, 60, 60);
    };
  }

  boolean covers(int sample) {
    return sample >= firstSample && sample < end();
  }

  /** Number of the first sample after it. */
  int end() {
    return firstSample + samples;
  }

  /** Whether a sample is within so many of the disturbance. */
  boolean near(int sample, int distance) {
    return sample >= firstSample - distance && sample < end() + distance;
  }
}
