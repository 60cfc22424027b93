package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.producers.client.BootStore;
import io.clinictelemetry.producers.client.DeviceClient;
import io.clinictelemetry.producers.client.DeviceIdentity;
import io.clinictelemetry.producers.client.TelemetryChannel;
import java.time.Instant;
import java.util.UUID;

/**
 * One device: what it does next and when. When the channel takes nothing, the step that was due
 * stays due, and is done again without a difference.
 */
final class SimulatedDevice {

  /** Time for the pipeline to take in the inventory before the first event, ms. */
  static final long WARM_UP_MS = 3_000;

  private static final long HEARTBEAT_MS = 10_000;
  private static final double LATER_FAULTS = 0.08;

  private final DeviceProfile profile;
  private final FleetOptions options;
  private final TruthBook truth;
  private final DeviceClient client;
  private final Dice life;
  private final double pumpHours;
  private final long originMs;
  private long nowMs;
  private long nextHeartbeatMs;
  private long nextStepMs;
  private int sessionCount;
  private boolean deadHeadTested;
  private Treatment treatment;
  private SessionBook session;
  private Reading unsent;

  /**
   * @param origin when the fleet begins, in true time
   */
  SimulatedDevice(
      DeviceProfile profile,
      FleetOptions options,
      BootStore boots,
      TelemetryChannel channel,
      TruthBook truth,
      Instant origin) {
    this.profile = profile;
    this.options = options;
    this.truth = truth;
    this.life = Dice.of(options.seed(), profile.index(), -1);
    this.pumpHours = life.between(10.0, 900.0);
    this.originMs = origin.toEpochMilli();
    this.nowMs = originMs;
    this.nextHeartbeatMs = originMs + WARM_UP_MS + life.between(0, (int) HEARTBEAT_MS);
    // Faults come early, so that they are over while one watches.
    this.nextStepMs =
        originMs
            + WARM_UP_MS
            + (profile.firstSessionFaulty() ? life.between(0, 3_000) : life.between(0, 15_000));
    this.client =
        new DeviceClient(
            new DeviceIdentity(profile.deviceId(), profile.inventory().getClinicId()),
            boots,
            channel,
            this::deviceClock);
  }

  /**
   * The device's own clock, which stands at the step being done, so that no delay moves a stamp.
   */
  private Instant deviceClock() {
    return Instant.ofEpochMilli(nowMs).plus(profile.clockError());
  }

  int index() {
    return profile.index();
  }

  /** When it does something next, ms of true time since 1970 UTC. */
  long dueMs() {
    return Math.min(nextHeartbeatMs, nextStepMs);
  }

  /** Does what is due. */
  void act() {
    nowMs = dueMs();
    if (nextHeartbeatMs == nowMs) {
      beat();
    } else if (treatment == null) {
      startSession();
    } else if (session.samples() < treatment.samples()) {
      sample();
    } else {
      end(treatment.endReason());
    }
  }

  private void beat() {
    Heartbeat heartbeat = new Heartbeat();
    heartbeat.setState(treatment == null ? DeviceState.IDLE : DeviceState.IN_SESSION);
    double hours = (nowMs - originMs) / 3_600_000.0;
    heartbeat.setTemperatureCel((float) (27 + 2 * Math.sin(hours + profile.index())));
    if (profile.inventory().getDeviceClass() == DeviceClass.HOME) {
      heartbeat.setBatteryPct((float) (60 + 35 * Math.cos(hours / 4)));
    }
    if (profile.inventory().getModalities().contains(Modality.MICRODERMABRASION)) {
      heartbeat.setPumpHours((float) (pumpHours + hours));
      heartbeat.setFilterHours((float) ((pumpHours + hours) % 10));
      if (!deadHeadTested) {
        heartbeat.setDeadHeadMaxKpa((float) (78 + pumpHours % 7));
        heartbeat.setDeadHeadRiseMs(850 + profile.index() % 10 * 15L);
        heartbeat.setDeadHeadRipplePct((float) (3 + pumpHours % 2));
      }
    }
    client.heartbeat(heartbeat);
    deadHeadTested = true;
    nextHeartbeatMs += HEARTBEAT_MS;
  }

  private void startSession() {
    Treatment next = draw();
    String sessionId = sessionId();
    client.startSession(sessionId, next.plan());
    treatment = next;
    session = new SessionBook(profile, sessionId, next, deviceClock());
    truth.add(session);
    sessionCount++;
  }

  private Treatment draw() {
    Dice dice = Dice.of(options.seed(), profile.index(), sessionCount);
    boolean faulty =
        sessionCount == 0
            ? profile.firstSessionFaulty()
            : options.faults() && dice.chance(LATER_FAULTS);
    return switch (dice.pick(profile.inventory().getModalities())) {
      case MICROCURRENT -> new CurrentTreatment(dice, profile, options.programme(), faulty);
      case MICRODERMABRASION, UNKNOWN ->
          new SuctionTreatment(dice, profile, options.programme(), faulty);
    };
  }

  /** The boot is part of it: the same fleet started again must not use an id a second time. */
  private String sessionId() {
    Dice dice = Dice.of(options.seed(), profile.index(), client.bootId(), sessionCount);
    return new UUID(dice.number(), dice.number()).toString();
  }

  private void sample() {
    if (unsent == null) {
      unsent = treatment.next();
    }
    unsent.sendTo(client);
    session.sent(unsent);
    unsent = null;
    nextStepMs += Treatment.INTERVAL_MS;
  }

  private void end(EndReason reason) {
    client.endSession(reason);
    session.ended(deviceClock(), reason);
    treatment = null;
    nextStepMs +=
        options.programme() == Programme.SHORT
            ? life.between(5_000, 20_000)
            : life.between(120_000, 900_000);
  }

  /** Ends an open session where its last sample ends. */
  void stop() {
    if (treatment != null) {
      nowMs = nextStepMs;
      end(EndReason.OPERATOR_STOP);
    }
    client.close();
  }
}
