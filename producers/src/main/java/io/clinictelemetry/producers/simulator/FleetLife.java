package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import java.util.Optional;

/** One session after the other, with pauses, most of them healthy. */
final class FleetLife implements Life {

  private static final int HEARTBEAT_MS = 10_000;

  private final DeviceProfile profile;
  private final FleetOptions options;
  private final Dice life;
  private final double pumpHours;
  private final long firstHeartbeatMs;
  private final long firstSessionMs;

  FleetLife(DeviceProfile profile, FleetOptions options) {
    this.profile = profile;
    this.options = options;
    this.life = Dice.of(options.seed(), profile.index(), -1);
    this.pumpHours = life.between(10.0, 900.0);
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
        options.faults() ? DemoMix.draw(dice, profile, modality, number) : Optional.empty();
    return Optional.of(
        modality == Modality.MICROCURRENT
            ? new CurrentTreatment(dice, profile, options.programme(), disturbance)
            : new SuctionTreatment(dice, profile, options.programme(), disturbance));
  }

  @Override
  public long pauseMs() {
    return options.programme() == Programme.SHORT
        ? life.between(5_000, 20_000)
        : life.between(120_000, 900_000);
  }

  @Override
  public void describe(Heartbeat heartbeat, int number, long atMs) {
    double hours = atMs / 3_600_000.0;
    heartbeat.setTemperatureCel((float) (27 + 2 * Math.sin(hours + profile.index())));
    if (profile.inventory().getDeviceClass() == DeviceClass.HOME) {
      heartbeat.setBatteryPct((float) (60 + 35 * Math.cos(hours / 4)));
    }
    if (profile.inventory().getModalities().contains(Modality.MICRODERMABRASION)) {
      heartbeat.setPumpHours((float) (pumpHours + hours));
      heartbeat.setFilterHours((float) ((pumpHours + hours) % 10));
      if (number == 0) {
        heartbeat.setDeadHeadMaxKpa((float) (78 + pumpHours % 7));
        heartbeat.setDeadHeadRiseMs(850 + profile.index() % 10 * 15L);
        heartbeat.setDeadHeadRipplePct((float) (3 + pumpHours % 2));
      }
    }
  }
}
