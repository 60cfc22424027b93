package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Heartbeat;

/** The daily dead-head test of a device, whose filter or pump may have changed. */
final class DeadHeadTests {

  private static final double MAX_KPA = 80;
  private static final double RISE_MS = 900;
  private static final double RIPPLE_PCT = 3.5;

  private DeadHeadTests() {}

  /**
   * Fills in a test.
   *
   * @param clogged how far the filter has clogged, from 0 to 1: as far as it is ever let
   * @param worn how far the pump has worn, likewise
   */
  static void fill(Heartbeat heartbeat, double clogged, double worn, Dice dice) {
    heartbeat.setDeadHeadRiseMs(Math.round(RISE_MS * (1 + 1.1 * clogged) * dice.about(0.02)));
    heartbeat.setDeadHeadMaxKpa((float) (MAX_KPA * (1 - 0.24 * worn) * dice.about(0.01)));
    heartbeat.setDeadHeadRipplePct((float) (RIPPLE_PCT * (1 + 1.1 * worn) * dice.about(0.02)));
  }
}
