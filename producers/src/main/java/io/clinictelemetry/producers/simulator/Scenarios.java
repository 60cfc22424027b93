package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.TimeZonePeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scenarios of all faults and all controls. */
public final class Scenarios {

  private static final Instant LONG_AGO = Instant.parse("2023-01-01T00:00:00Z");

  /** After the last cause of an alert, ms: rules wait, and so do gaps. */
  private static final long AFTERMATH_MS = 8_000;

  /** Shortened limits of the session that does not end. */
  private static final double SESSION_SOFT_MIN = 0.5;

  private static final double SESSION_HARD_MIN = 1;
  private static final double GROSS_DOSE_C = 0.01;

  /** Sessions have begun, and the fault of one of them has not. */
  private static final long OUTAGE_FROM_MS = ScenarioLife.SESSION_MS + 4_500;

  /** Long enough that the fault is over for more than the 30 s that make events late. */
  private static final long OUTAGE_UNTIL_MS = OUTAGE_FROM_MS + 55_000;

  private static final Duration CLOCK_AHEAD = Duration.ofSeconds(90);

  private Scenarios() {}

  /**
   * All scenarios, faults first.
   *
   * @param prefix begins the ids of clinics and devices; one that the pipeline does not know yet,
   *     for alerts of former runs would count
   * @param seed makes all signals; the same seed gives the same
   */
  public static List<Scenario> all(String prefix, long seed) {
    List<Scenario> all = new ArrayList<>();
    List<Disturbance> kinds =
        Stream.<Disturbance>concat(Stream.of(FaultKind.values()), Stream.of(ControlKind.values()))
            .toList();
    int index = 0;
    for (Disturbance kind : kinds) {
      Builder builder = new Builder(kind, prefix + "-" + Scenario.slug(kind), seed, index);
      Scenario scenario = builder.build();
      index += scenario.roles().size();
      all.add(scenario);
    }
    return all;
  }

  /** Makes one scenario. */
  private static final class Builder {
    private final Disturbance kind;
    private final String clinicId;
    private final long seed;
    private final int firstIndex;
    private final List<Role> roles = new ArrayList<>();
    private final List<LimitOverride> limits = new ArrayList<>();
    private final List<ExpectedAlert> expected = new ArrayList<>();
    private Optional<Outage> outage = Optional.empty();
    private long durationMs;

    Builder(Disturbance kind, String clinicId, long seed, int firstIndex) {
      this.kind = kind;
      this.clinicId = clinicId;
      this.seed = seed;
      this.firstIndex = firstIndex;
    }

    Scenario build() {
      if (kind == FaultKind.GATEWAY_OUTAGE) {
        gatewayOutage();
      } else if (kind.modality().isEmpty()) {
        wear((FaultKind) kind);
      } else {
        session();
      }
      return new Scenario(
          kind,
          seed,
          clinic(),
          roles,
          outage,
          limits,
          expected,
          Duration.ofMillis(durationMs + AFTERMATH_MS));
    }

    private void wear(FaultKind fault) {
      DeviceProfile device = device(Modality.MICRODERMABRASION, Duration.ZERO);
      roles.add(new Role(device, ScenarioLife.wearing(dice(), fault)));
      expect(device.deviceId());
      durationMs = ScenarioLife.wornAfterMs();
    }

    private void session() {
      DeviceProfile device = device(kind.modality().orElseThrow(), Duration.ZERO);
      Treatment treatment = play(device, Optional.of(kind));
      expect(device.deviceId());
      PlannedDisturbance planned = treatment.disturbance().orElseThrow();
      durationMs = ScenarioLife.SESSION_MS + (long) planned.end() * Treatment.INTERVAL_MS;
      if (kind == FaultKind.TIMER_STUCK) {
        limit(device.deviceId(), "session-soft", SESSION_SOFT_MIN, "min");
        limit(device.deviceId(), "session-hard", SESSION_HARD_MIN, "min");
        limit(device.deviceId(), "gross-dose", GROSS_DOSE_C, "C");
        durationMs = ScenarioLife.SESSION_MS + Math.round(SESSION_HARD_MIN * 60_000);
      }
    }

    private void limit(String deviceId, String key, double value, String unit) {
      limits.add(new LimitOverride(deviceId, kind.modality().orElseThrow(), key, value, unit));
    }

    private void gatewayOutage() {
      DeviceProfile faulty = device(Modality.MICRODERMABRASION, Duration.ZERO);
      FaultKind breach = FaultKind.REGULATOR_STUCK;
      play(faulty, Optional.of(breach));
      play(device(Modality.MICROCURRENT, Duration.ZERO), Optional.empty());
      DeviceProfile ahead = device(Modality.MICRODERMABRASION, CLOCK_AHEAD);
      play(ahead, Optional.empty());
      outage = Optional.of(new Outage(clinicId, OUTAGE_FROM_MS, OUTAGE_UNTIL_MS));
      kind.expectedRules().forEach(rule -> expected.add(ExpectedAlert.one(clinicId, rule)));
      kind.companions()
          .forEach(rule -> expected.add(ExpectedAlert.atMostOne(ahead.deviceId(), rule)));
      breach
          .expectedRules()
          .forEach(rule -> expected.add(ExpectedAlert.one(faulty.deviceId(), rule).thatIsLate()));
      breach
          .companions()
          .forEach(
              rule -> expected.add(ExpectedAlert.atMostOne(faulty.deviceId(), rule).thatIsLate()));
      durationMs = OUTAGE_UNTIL_MS;
    }

    private void expect(String subjectId) {
      kind.expectedRules().forEach(rule -> expected.add(ExpectedAlert.one(subjectId, rule)));
      // With the drill's limits the dose of a session that does not end is reached, too.
      boolean sure = kind == FaultKind.TIMER_STUCK;
      kind.companions()
          .forEach(
              rule ->
                  expected.add(
                      sure
                          ? ExpectedAlert.one(subjectId, rule)
                          : ExpectedAlert.atMostOne(subjectId, rule)));
    }

    private Treatment play(DeviceProfile device, Optional<Disturbance> disturbance) {
      Dice dice = dice();
      Treatment treatment =
          device.inventory().getModalities().contains(Modality.MICROCURRENT)
              ? new CurrentTreatment(dice, device, Programme.SHORT, disturbance)
              : new SuctionTreatment(dice, device, Programme.SHORT, disturbance);
      roles.add(new Role(device, ScenarioLife.of(dice, treatment)));
      return treatment;
    }

    private Dice dice() {
      return Dice.of(seed, firstIndex + roles.size());
    }

    private DeviceProfile device(Modality modality, Duration clockError) {
      Device device = new Device();
      device.setDeviceId("%s-%d".formatted(clinicId, roles.size() + 1));
      device.setClinicId(clinicId);
      device.setModel(modality == Modality.MICROCURRENT ? "Drill Current" : "Drill Peel");
      device.setDeviceClass(kind == FaultKind.BATTERY_LOW ? DeviceClass.HOME : DeviceClass.SALON);
      device.setModalities(List.of(modality));
      device.setCommissionedAt(LONG_AGO);
      return new DeviceProfile(
          firstIndex + roles.size(), device, true, clockError, false, Optional.empty());
    }

    private Clinic clinic() {
      return Clinic.newBuilder()
          .setClinicId(clinicId)
          .setName("Drill: " + Scenario.slug(kind).replace('-', ' '))
          .setTimeZones(List.of(new TimeZonePeriod(LONG_AGO, "Europe/London")))
          .build();
    }
  }
}
