package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Heartbeat;
import java.util.Optional;

/** At most one session, and signs of life before, in and after it. */
final class ScenarioLife implements Life {

  /** When the session begins, ms. */
  static final long SESSION_MS = 6_000;

  private static final long FIRST_HEARTBEAT_MS = 3_000;
  private static final long HEARTBEAT_MS = 5_000;

  /** A simulated day between two dead-head tests, ms. */
  private static final long DAY_MS = 3_000;

  /** Tests before anything changes. */
  private static final int BASELINE = 7;

  /** Tests from the first change to the last. */
  private static final int DECLINE = 14;

  /** Tests from which on nothing changes any more, and some to be sure. */
  private static final int ALL_TESTS = BASELINE + DECLINE + 3;

  private static final double HOURS_A_DAY = 0.4;

  private static final float CHARGED_PCT = 80;

  private final Dice dice;
  private final Optional<Treatment> session;
  private final Optional<FaultKind> wear;

  private ScenarioLife(Dice dice, Optional<Treatment> session, Optional<FaultKind> wear) {
    this.dice = dice;
    this.session = session;
    this.wear = wear;
  }

  static ScenarioLife of(Dice dice, Treatment session) {
    return new ScenarioLife(dice, Optional.of(session), Optional.empty());
  }

  /** One dead-head test after the other, each as after another day. */
  static ScenarioLife wearing(Dice dice, FaultKind kind) {
    return new ScenarioLife(dice, Optional.empty(), Optional.of(kind));
  }

  /** Until a device wore out, ms. */
  static long wornAfterMs() {
    return FIRST_HEARTBEAT_MS + ALL_TESTS * DAY_MS;
  }

  @Override
  public long firstHeartbeatMs() {
    return FIRST_HEARTBEAT_MS;
  }

  @Override
  public long heartbeatIntervalMs() {
    return wear.isPresent() ? DAY_MS : HEARTBEAT_MS;
  }

  @Override
  public long firstSessionMs() {
    return SESSION_MS;
  }

  @Override
  public Optional<Treatment> session(int number) {
    return number == 0 ? session : Optional.empty();
  }

  @Override
  public long nextSessionMs(long endedMs) {
    return endedMs;
  }

  @Override
  public void describe(Heartbeat heartbeat, int number, long atMs) {
    heartbeat.setTemperatureCel((float) (27 * dice.about(0.01)));
    if (wear.isPresent()) {
      heartbeat.setPumpHours((float) (100 + number * HOURS_A_DAY));
      heartbeat.setFilterHours((float) (number * HOURS_A_DAY));
      double progress = Math.max(0, Math.min(1, (number - BASELINE + 1.0) / DECLINE));
      DeadHeadTests.fill(
          heartbeat,
          wear.get() == FaultKind.FILTER_CLOGS ? progress : 0,
          wear.get() == FaultKind.PUMP_WORN ? progress : 0,
          dice);
    } else {
      heartbeat.setBatteryPct(CHARGED_PCT);
    }
  }
}
