package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import java.util.Optional;

/** One session after the other, with pauses, most of them healthy. */
final class FleetLife implements Life {

  private static final int HEARTBEAT_MS = 10_000;

  /** More than the pump runs in the longest past. */
  private static final double LEAST_PUMP_HOURS = 150;

  private static final double FILTER_LASTS_HOURS = 10;

  private final DeviceProfile profile;
  private final FleetOptions options;
  private final Dice life;
  private final Dice tests;
  private final double pumpHours;
  private final long firstHeartbeatMs;
  private final long firstSessionMs;

  FleetLife(DeviceProfile profile, FleetOptions options) {
    this.profile = profile;
    this.options = options;
    this.life = Dice.of(options.seed(), profile.index(), -1);
    this.tests = Dice.of(options.seed(), profile.index(), -1, 0);
    this.pumpHours = life.between(LEAST_PUMP_HOURS, 900);
    this.firstHeartbeatMs = SimulatedDevice.WARM_UP_MS + life.between(0, HEARTBEAT_MS);
    // Faults come early, so that they are over while one watches.
    this.firstSessionMs =
        SimulatedDevice.WARM_UP_MS
            + (profile.firstSessionFaulty() ? life.between(0, 3_000) : life.between(0, 15_000));
  }

  @Override
  public long firstHeartbeatMs() {
    return firstHeartbeatMs;
  }

  @Override
  public long heartbeatIntervalMs() {
    return HEARTBEAT_MS;
  }

  @Override
  public long firstSessionMs() {
    return firstSessionMs;
  }

  @Override
  public Optional<Treatment> session(int number) {
    Dice dice = Dice.of(options.seed(), profile.index(), number);
    Modality modality = dice.pick(profile.inventory().getModalities());
    Optional<Disturbance> disturbance =
        options.faults()
            ? DemoMix.draw(dice, profile, options.programme(), modality, number)
            : Optional.empty();
    return Optional.of(
        modality == Modality.MICROCURRENT
            ? new CurrentTreatment(
                dice, profile, options.programme(), disturbance, worn(Wear.ELECTRODES))
            : new SuctionTreatment(dice, profile, options.programme(), disturbance));
  }

  @Override
  public long nextSessionMs(long endedMs) {
    return endedMs + pauseMs();
  }

  private long pauseMs() {
    return options.programme() == Programme.SHORT
        ? life.between(5_000, 20_000)
        : life.between(120_000, 900_000);
  }

  @Override
  public void describe(Heartbeat heartbeat, int number, long atMs) {
    double hours = atMs / 3_600_000.0;
    describe(heartbeat, hours, pumpHours + hours);
    if (profile.hasPump() && number == 0) {
      DeadHeadTests.fill(heartbeat, worn(Wear.FILTER), worn(Wear.PUMP), tests);
    }
  }

  /**
   * Fills in all but the test.
   *
   * @param hours since the origin
   * @param pumpHoursNow running time of the pump, if there is one, h
   */
  void describe(Heartbeat heartbeat, double hours, double pumpHoursNow) {
    heartbeat.setTemperatureCel((float) (27 + 2 * Math.sin(hours + profile.index())));
    if (profile.inventory().getDeviceClass() == DeviceClass.HOME) {
      heartbeat.setBatteryPct((float) (60 + 35 * Math.cos(hours / 4)));
    }
    if (profile.hasPump()) {
      heartbeat.setPumpHours((float) pumpHoursNow);
      // A filter clogs because nobody changes it.
      boolean changed = worn(Wear.FILTER) == 0;
      heartbeat.setFilterHours(
          (float) (changed ? pumpHoursNow % FILTER_LASTS_HOURS : pumpHoursNow));
    }
  }

  /** What wore in the past stays so: nobody has been there yet. */
  private double worn(Wear part) {
    return profile.wear().equals(Optional.of(part)) ? 1 : 0;
  }

  /** Running time of the pump at the origin, h. */
  double pumpHours() {
    return pumpHours;
  }
}
