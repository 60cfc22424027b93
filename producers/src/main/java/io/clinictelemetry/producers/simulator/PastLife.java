package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.producers.client.FrameShape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Days of a device up to its present: sessions of full length by appointment, a dead-head test a
 * day, and what wears.
 */
final class PastLife implements Life {

  /** Names the dice of the past, apart from those of the present. */
  static final long DICE = -2;

  private static final Duration HEARTBEAT = Duration.ofHours(1);
  private static final int HEARTBEATS_A_DAY = (int) Duration.ofDays(1).dividedBy(HEARTBEAT);

  /** Tests before anything changes; the pipeline makes its baseline of them. */
  private static final int FRESH_TESTS = 5;

  /** Tests at the end that find a part as worn as it gets. */
  private static final int WORN_TESTS = 4;

  /** Sessions in which electrodes dry: quick enough to be no hovering at a limit. */
  private static final int DRYING_SESSIONS = 8;

  /** Sessions at the end with electrodes that have dried. */
  private static final int DRY_SESSIONS = 4;

  private static final int FRESH_SESSIONS = 5;

  /** What the pump runs in a session, h. */
  private static final double PUMP_HOURS = 0.4;

  private final FleetLife present;
  private final DeviceProfile profile;
  private final long seed;
  private final List<Instant> appointments;
  private final Instant from;
  private final Instant firstTest;
  private final int firstTestNumber;
  private final int tests;
  private final Dice dice;
  private int begun;

  /**
   * @param present the life that follows
   * @param appointments starts of its sessions
   * @param from origin of this life
   * @param firstTest when its first dead-head test was, while the clinic was closed
   * @param until its end
   */
  PastLife(
      FleetLife present,
      DeviceProfile profile,
      long seed,
      List<Instant> appointments,
      Instant from,
      Instant firstTest,
      Instant until) {
    this.present = present;
    this.profile = profile;
    this.seed = seed;
    this.appointments = List.copyOf(appointments);
    this.from = from;
    this.dice = Dice.of(seed, profile.index(), DICE);
    this.firstTest = firstTest;
    this.firstTestNumber = (int) Duration.between(from, firstTest).dividedBy(HEARTBEAT);
    this.tests = 1 + (int) Duration.between(firstTest, until).toDays();
  }

  @Override
  public long firstHeartbeatMs() {
    return Duration.between(from, firstTest).toMillis() % HEARTBEAT.toMillis();
  }

  @Override
  public long heartbeatIntervalMs() {
    return HEARTBEAT.toMillis();
  }

  @Override
  public long firstSessionMs() {
    return nextSessionMs(0);
  }

  @Override
  public long nextSessionMs(long endedMs) {
    return begun < appointments.size()
        ? Duration.between(from, appointments.get(begun)).toMillis()
        : endedMs;
  }

  @Override
  public FrameShape frames() {
    return Journalled.FRAMES;
  }

  @Override
  public Optional<Treatment> session(int number) {
    if (number >= appointments.size()) {
      return Optional.empty();
    }
    begun = number + 1;
    Dice ofSession =
        Dice.of(seed, profile.index(), DICE, appointments.get(number).getEpochSecond());
    Modality modality = ofSession.pick(profile.inventory().getModalities());
    return Optional.of(
        new Journalled(
            modality == Modality.MICROCURRENT
                ? new CurrentTreatment(
                    ofSession, profile, Programme.FULL, Optional.empty(), dried(number))
                : new SuctionTreatment(ofSession, profile, Programme.FULL, Optional.empty())));
  }

  @Override
  public void describe(Heartbeat heartbeat, int number, long atMs) {
    double pumpHours = present.pumpHours() - (appointments.size() - begun) * PUMP_HOURS;
    present.describe(heartbeat, atMs / 3_600_000.0, pumpHours);
    int sinceFirstTest = number - firstTestNumber;
    if (profile.hasPump() && sinceFirstTest >= 0 && sinceFirstTest % HEARTBEATS_A_DAY == 0) {
      int day = sinceFirstTest / HEARTBEATS_A_DAY;
      DeadHeadTests.fill(heartbeat, worn(Wear.FILTER, day), worn(Wear.PUMP, day), dice);
    }
  }

  private double worn(Wear part, int day) {
    return profile.wear().equals(Optional.of(part))
        ? progress(day, FRESH_TESTS, tests - WORN_TESTS)
        : 0;
  }

  private double dried(int session) {
    return electrodesDry() ? progress(session, firstDrySession(), lastDrying()) : 0;
  }

  private boolean electrodesDry() {
    return profile.wear().equals(Optional.of(Wear.ELECTRODES))
        && firstDrySession() >= FRESH_SESSIONS;
  }

  private int firstDrySession() {
    return lastDrying() - DRYING_SESSIONS + 1;
  }

  private int lastDrying() {
    return appointments.size() - DRY_SESSIONS;
  }

  /**
   * @param first the first number with more than none
   * @param last the first number with all
   */
  private static double progress(int number, int first, int last) {
    return Math.max(0, Math.min(1, (number - first + 1.0) / (last - first + 1.0)));
  }

  /** The fault that has developed in the end; empty for a device whose parts are as they were. */
  Optional<FaultTruth> fault() {
    if (profile.wear().isEmpty()) {
      return Optional.empty();
    }
    if (profile.wear().get() == Wear.ELECTRODES) {
      return electrodesDry()
          ? Optional.of(
              fault(appointments.get(firstDrySession()), appointments.size() - firstDrySession()))
          : Optional.empty();
    }
    return Optional.of(fault(firstTest.plus(Duration.ofDays(FRESH_TESTS)), tests - FRESH_TESTS));
  }

  private FaultTruth fault(Instant onset, int occasions) {
    Wear wear = profile.wear().orElseThrow();
    return new FaultTruth(
        profile.deviceId(),
        profile.inventory().getClinicId(),
        Optional.empty(),
        wear.fault(),
        onset.plus(profile.clockError()),
        occasions,
        false,
        Set.of(wear.rule().key()),
        Set.of());
  }
}
