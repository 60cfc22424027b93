package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Heartbeat;

/** The daily dead-head tests of a device whose filter or pump changes from day to day. */
final class DeadHeadTests {

  /** Tests before anything changes. */
  private static final int BASELINE = 7;

  /** Tests from the first change to the last. */
  private static final int DECLINE = 14;

  /** Tests from which on nothing changes any more, and some to be sure. */
  static final int ALL = BASELINE + DECLINE + 3;

  private static final double MAX_KPA = 80;
  private static final double RISE_MS = 900;
  private static final double RIPPLE_PCT = 3.5;
  private static final double HOURS_A_DAY = 0.4;

  private DeadHeadTests() {}

  /**
   * Fills in the test of a day.
   *
   * @param day from 0
   */
  static void fill(Heartbeat heartbeat, FaultKind kind, int day, Dice dice) {
    double progress = Math.max(0, Math.min(1, (day - BASELINE + 1.0) / DECLINE));
    double filter = kind == FaultKind.FILTER_CLOGS ? progress : 0;
    double pump = kind == FaultKind.PUMP_WORN ? progress : 0;
    heartbeat.setPumpHours((float) (100 + day * HOURS_A_DAY));
    heartbeat.setFilterHours((float) (day * HOURS_A_DAY));
    heartbeat.setDeadHeadRiseMs(Math.round(RISE_MS * (1 + 1.1 * filter) * dice.about(0.02)));
    heartbeat.setDeadHeadMaxKpa((float) (MAX_KPA * (1 - 0.24 * pump) * dice.about(0.01)));
    heartbeat.setDeadHeadRipplePct((float) (RIPPLE_PCT * (1 + 1.1 * pump) * dice.about(0.02)));
  }
}
