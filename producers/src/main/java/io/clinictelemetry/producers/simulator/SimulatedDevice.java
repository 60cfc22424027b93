package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.producers.client.BootStore;
import io.clinictelemetry.producers.client.DeviceClient;
import io.clinictelemetry.producers.client.DeviceIdentity;
import io.clinictelemetry.producers.client.Outlet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One device: what it does next and when. When the channel takes nothing, the step that was due
 * stays due, and is done again without a difference.
 */
final class SimulatedDevice implements Actor {

  /** Time for the pipeline to take in the inventory before the first event, ms. */
  static final long WARM_UP_MS = 3_000;

  /** No session comes any more. */
  private static final long NEVER = Long.MAX_VALUE;

  private final DeviceProfile profile;
  private final Life life;
  private final long seed;
  private final TruthBook truth;
  private final DeviceClient client;
  private final long originMs;
  private long nowMs;
  private long nextHeartbeatMs;
  private long nextStepMs;
  private int heartbeatCount;
  private int sessionCount;
  private Treatment treatment;
  private SessionBook session;
  private Reading unsent;

  /**
   * @param seed makes the ids of its sessions
   * @param origin when the fleet begins, in true time
   */
  SimulatedDevice(
      DeviceProfile profile,
      Life life,
      long seed,
      BootStore boots,
      Outlet outlet,
      TruthBook truth,
      Instant origin) {
    this.profile = profile;
    this.life = life;
    this.seed = seed;
    this.truth = truth;
    this.originMs = origin.toEpochMilli();
    this.nowMs = originMs;
    this.nextHeartbeatMs = originMs + life.firstHeartbeatMs();
    this.nextStepMs = originMs + life.firstSessionMs();
    this.client =
        new DeviceClient(
            new DeviceIdentity(profile.deviceId(), profile.inventory().getClinicId()),
            boots,
            outlet,
            this::deviceClock,
            life.frames());
  }

  /**
   * The device's own clock, which stands at the step being done, so that no delay moves a stamp.
   */
  private Instant deviceClock() {
    return Instant.ofEpochMilli(nowMs).plus(profile.clockError());
  }

  @Override
  public int index() {
    return profile.index();
  }

  @Override
  public long dueMs() {
    return Math.min(nextHeartbeatMs, nextStepMs);
  }

  @Override
  public void act() {
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
    life.describe(heartbeat, heartbeatCount, nowMs - originMs);
    sag().ifPresent(sag -> heartbeat.setBatteryPct((float) sag.chargePct(session.samples())));
    client.heartbeat(heartbeat);
    heartbeatCount++;
    nextHeartbeatMs += life.heartbeatIntervalMs();
  }

  private Optional<BatterySag> sag() {
    return Optional.ofNullable(treatment).flatMap(Treatment::disturbance).flatMap(BatterySag::of);
  }

  private void startSession() {
    Optional<Treatment> next = life.session(sessionCount);
    if (next.isEmpty()) {
      nextStepMs = NEVER;
      return;
    }
    String sessionId = sessionId();
    client.startSession(sessionId, next.get().plan());
    treatment = next.get();
    session =
        new SessionBook(profile, sessionId, treatment, deviceClock(), life.frames().intervalMs());
    truth.add(session);
    sessionCount++;
  }

  /** The boot is part of it: the same fleet started again must not use an id a second time. */
  private String sessionId() {
    Dice dice = Dice.of(seed, profile.index(), client.bootId(), sessionCount);
    return new UUID(dice.number(), dice.number()).toString();
  }

  private void sample() {
    if (unsent == null) {
      unsent = treatment.next();
    }
    unsent.sendTo(client);
    session.sent(unsent);
    unsent = null;
    nextStepMs += life.frames().intervalMs();
    // A battery that runs low says so at once.
    if (sag().filter(sag -> sag.firstSample() == session.samples()).isPresent()) {
      nextHeartbeatMs = nextStepMs;
    }
  }

  private void end(EndReason reason) {
    client.endSession(reason);
    session.ended(deviceClock(), reason);
    treatment = null;
    nextStepMs = originMs + life.nextSessionMs(nextStepMs - originMs);
  }

  /** Ends an open session where its last sample ends. */
  @Override
  public void stop() {
    if (treatment != null) {
      nowMs = nextStepMs;
      end(EndReason.OPERATOR_STOP);
    }
    client.close();
  }
}
