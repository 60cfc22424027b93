package io.clinictelemetry.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.producers.simulator.ControlKind;
import io.clinictelemetry.producers.simulator.ControlTruth;
import io.clinictelemetry.producers.simulator.FaultKind;
import io.clinictelemetry.producers.simulator.FaultTruth;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.SessionTruth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The comparison must be able to fail, each way that there is to be wrong. */
class TruthComparisonTest {

  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant END = START.plusSeconds(60);
  private static final Instant HOUR = Instant.parse("2026-03-01T08:15:00Z");
  private static final Instant DAY = Instant.parse("2026-02-28T18:15:00Z");
  private static final String THE_HOUR = "d1, hour from 2026-03-01T14:00+05:45 Asia/Kathmandu: ";
  private static final String THE_DAY = "d1, day from 2026-03-01T00:00+05:45 Asia/Kathmandu: ";
  private static final String HARD = "suction-hard-high";
  private static final String SOFT = "suction-soft-high";

  private final List<FaultTruth> faults = new ArrayList<>();
  private final List<ControlTruth> controls = new ArrayList<>();
  private final Map<String, Alert> alerts = new HashMap<>();
  private final Map<String, SessionSummary> sessions = new HashMap<>();
  private final Map<String, DeviceUsage> hours = new HashMap<>();
  private final Map<String, DeviceUsage> days = new HashMap<>();

  TruthComparisonTest() {
    sessions.put("d1/s1", summary(600, 40_000));
    hours.put("d1/h1", hour().build());
    days.put("d1/d1", day().build());
    alerts.put("a1", alert(HARD));
    faults.add(fault(Optional.of("s1"), FaultKind.REGULATOR_STUCK, Set.of(HARD), Set.of(SOFT)));
  }

  private static FaultTruth fault(
      Optional<String> session, FaultKind kind, Set<String> expected, Set<String> possible) {
    return new FaultTruth(
        "d1", "c1", session, kind, START.plusSeconds(5), 20, true, expected, possible);
  }

  private TruthComparison compared() {
    GroundTruth truth =
        new GroundTruth(
            1,
            new GroundTruth.Produced(10, 600, 0),
            Map.of("c1", ZoneId.of("Asia/Kathmandu")),
            List.of(
                new SessionTruth(
                    "d1",
                    "c1",
                    "s1",
                    Modality.MICRODERMABRASION,
                    DeviceClass.SALON,
                    0,
                    Duration.ofSeconds(60),
                    START,
                    Optional.of(END),
                    Optional.of(EndReason.COMPLETED),
                    600,
                    new TreeMap<>(Map.of(START, 40_000L)))),
            faults,
            controls);
    return TruthComparison.of(truth, new Outputs(List.of(), alerts, sessions, hours, days));
  }

  @Test
  void whatIsAlikePasses() {
    assertThat(compared().passed()).isTrue();
    assertThat(compared().sessionsCompared()).isEqualTo(1);
    assertThat(compared().hoursCompared()).isEqualTo(1);
    assertThat(compared().daysCompared()).isEqualTo(1);
    assertThat(compared().faultsCompared()).isEqualTo(1);
  }

  @Test
  void anAlertThatAFaultMayRaiseBesideIsNotFalse() {
    alerts.put("a2", alert(SOFT));
    assertThat(compared().passed()).isTrue();
  }

  @Test
  void anAlertThatIsNotThereIsMissed() {
    alerts.clear();
    assertThat(compared().alertsMissing()).containsExactly(HARD + " of d1/s1");
    assertThat(compared().passed()).isFalse();
  }

  @Test
  void anAlertThatNoFaultExplainsIsFalse() {
    alerts.put("a2", alert("current-hard-peak"));
    assertThat(compared().alertsExtra()).containsExactly("current-hard-peak of d1/s1");
    assertThat(compared().passed()).isFalse();
  }

  @Test
  void aSecondAlertOfTheSameFaultIsFalse() {
    alerts.put("a2", alert(HARD));
    assertThat(compared().alertsExtra()).containsExactly(HARD + " of d1/s1");
  }

  @Test
  void aValueThatHoversMustRaiseOneAlertAndNoMore() {
    controls.add(
        new ControlTruth(
            "d1",
            "c1",
            Optional.of("s1"),
            ControlKind.HOVERING_VACUUM,
            START.plusSeconds(5),
            true,
            Set.of(SOFT),
            Set.of()));
    assertThat(compared().alertsMissing()).containsExactly(SOFT + " of d1/s1");
    assertThat(compared().faultsCompared()).isEqualTo(2);

    alerts.put("a2", alert(SOFT));
    assertThat(compared().passed()).isTrue();

    alerts.put("a3", alert(SOFT));
    assertThat(compared().alertsExtra()).containsExactly(SOFT + " of d1/s1");
  }

  @Test
  void anAlertOfNoSessionIsExplainedByAFaultOfTheDevice() {
    alerts.put("a1", ofDevice(HARD, START));
    assertThat(compared().passed()).isTrue();

    alerts.put("a2", ofDevice("sequence-gap", START));
    assertThat(compared().alertsExtra()).containsExactly("sequence-gap of d1");
  }

  @Test
  void aFaultThatDevelopedOverDaysMustRaiseOneAlertOfTheDevice() {
    faults.add(fault(Optional.empty(), FaultKind.PUMP_WORN, Set.of("pump-wear"), Set.of()));
    assertThat(compared().alertsMissing()).containsExactly("pump-wear of d1");

    alerts.put("a2", ofDevice("pump-wear", START));
    assertThat(compared().passed()).isTrue();

    alerts.put("a3", ofDevice("pump-wear", START.plusSeconds(10)));
    assertThat(compared().alertsExtra()).containsExactly("pump-wear of d1");
  }

  @Test
  void anAlertFromBeforeTheFleetIsNotItsOwn() {
    alerts.put("a2", ofDevice("sequence-gap", START.minusMillis(1)));
    assertThat(compared().passed()).isTrue();
  }

  @Test
  void aSessionThatIsNotThereIsADifference() {
    sessions.clear();
    assertThat(compared().differences()).contains("d1/s1: no summary");
  }

  @Test
  void oneSampleLessIsADifference() {
    sessions.put("d1/s1", summary(599, 40_000));
    assertThat(compared().differences())
        .containsExactly("d1/s1: samples is 599, but the fleet says 600");
  }

  @Test
  void hoursThatDoNotAddUpToTheSessionsAreADifference() {
    hours.put("d1/h1", hour().setTreatingMs(39_900).build());
    assertThat(compared().differences())
        .contains("d1: sum of treating_ms over its hours is 39900, but the fleet says 40000");
  }

  @Test
  void readingsWithoutASessionBelongToTheHoursAlone() {
    hours.put(
        "d2/h1", hour().setDeviceId("d2").setTreatingMs(500).setUnassignedTreatingMs(500).build());
    assertThat(compared().passed()).isTrue();
  }

  @Test
  void anHourThatIsWrongIsFoundFieldByField() {
    hours.put(
        "d1/h1",
        hour()
            .setSessionsStarted(2)
            .setSessionsCompleted(0)
            .setSessionsAborted(1)
            .setSessionMs(60_001)
            .setTreatingMs(40_500)
            .setUnassignedTreatingMs(500)
            .build());
    assertThat(compared().differences())
        .containsExactly(
            THE_HOUR + "sessions_started is 2, but the fleet says 1",
            THE_HOUR + "sessions_completed is 0, but the fleet says 1",
            THE_HOUR + "sessions_aborted is 1, but the fleet says 0",
            THE_HOUR + "session_ms is 60001, but the fleet says 60000",
            THE_HOUR + "treating_ms is 40500, but the fleet says 40000");
    assertThat(compared().passed()).isFalse();
  }

  @Test
  void aDayThatIsWrongIsFound() {
    days.put("d1/d1", day().setTreatingMs(80_000).build());
    assertThat(compared().differences())
        .containsExactly(THE_DAY + "treating_ms is 80000, but the fleet says 40000");
    assertThat(compared().passed()).isFalse();
  }

  @Test
  void aDayThatIsNotThereIsADifference() {
    days.clear();
    assertThat(compared().differences())
        .containsExactly(
            THE_DAY
                + "no row, but the fleet says Usage[started=1, completed=1, aborted=0,"
                + " sessionMs=60000, treatingMs=40000]");
  }

  @Test
  void anHourInWhichTheFleetDidNothingIsADifferenceUnlessItSaysSo() {
    Instant later = HOUR.plusSeconds(3_600);
    hours.put("d1/h2", usage(UsageWindow.HOUR, later, 3_600).setPoweredMs(5_000).build());
    assertThat(compared().passed()).isTrue();

    hours.put("d1/h2", usage(UsageWindow.HOUR, later, 3_600).setSessionMs(1).build());
    assertThat(compared().differences())
        .containsExactly(
            "d1, hour from 2026-03-01T15:00+05:45 Asia/Kathmandu: session_ms is 1, but the fleet"
                + " says 0");
  }

  @Test
  void windowsThatAnEarlierFleetHadASessionInAreNotCompared() {
    sessions.put(
        "d1/s0",
        SessionSummary.newBuilder(summary(600, 0))
            .setSessionId("s0")
            .setStartedAt(START.minusSeconds(90))
            .setEndedAt(START.minusSeconds(30))
            .build());
    hours.put("d1/h1", hour().setSessionsStarted(2).build());
    days.put("d1/d1", day().setSessionsStarted(2).build());
    assertThat(compared().passed()).isTrue();
    assertThat(compared().hoursCompared()).isZero();
    assertThat(compared().daysCompared()).isZero();
  }

  @Test
  void aSessionThatTheFleetNeverHadIsFoundInItsHourAndDay() {
    sessions.put("d1/s2", SessionSummary.newBuilder(summary(600, 0)).setSessionId("s2").build());
    hours.put("d1/h1", hour().setSessionsStarted(2).build());
    days.put("d1/d1", day().setSessionsStarted(2).build());
    assertThat(compared().differences())
        .containsExactly(
            THE_DAY + "sessions_started is 2, but the fleet says 1",
            THE_HOUR + "sessions_started is 2, but the fleet says 1");
  }

  private static SessionSummary summary(long samples, long treatingMs) {
    return SessionSummary.newBuilder()
        .setDeviceId("d1")
        .setSessionId("s1")
        .setClinicId("c1")
        .setModality(Modality.MICRODERMABRASION)
        .setProgramme("p")
        .setStatus(SessionStatus.CLOSED)
        .setStartedAt(START)
        .setEndedAt(END)
        .setEndReason(EndReason.COMPLETED)
        .setPlannedMs(60_000)
        .setSessionMs(60_000)
        .setTreatingMs(treatingMs)
        .setSamplesReceived(samples)
        .setSamplesBad(0)
        .setRevision(2)
        .build();
  }

  private static DeviceUsage.Builder hour() {
    return withTheSession(usage(UsageWindow.HOUR, HOUR, 3_600));
  }

  private static DeviceUsage.Builder day() {
    return withTheSession(usage(UsageWindow.DAY, DAY, 24 * 3_600));
  }

  private static DeviceUsage.Builder withTheSession(DeviceUsage.Builder window) {
    return window
        .setSessionsStarted(1)
        .setSessionsCompleted(1)
        .setSessionMs(60_000)
        .setTreatingMs(40_000);
  }

  private static DeviceUsage.Builder usage(UsageWindow length, Instant start, long seconds) {
    return DeviceUsage.newBuilder()
        .setDeviceId("d1")
        .setClinicId("c1")
        .setWindow(length)
        .setWindowStart(start)
        .setWindowEnd(start.plusSeconds(seconds))
        .setZoneId("Asia/Kathmandu")
        .setTreatingMs(0)
        .setUnassignedTreatingMs(0)
        .setSessionsStarted(0)
        .setRevision(1);
  }

  private static Alert ofDevice(String rule, Instant triggeredAt) {
    return Alert.newBuilder(alert(rule)).setSessionId(null).setTriggeredAt(triggeredAt).build();
  }

  private static Alert alert(String rule) {
    return Alert.newBuilder()
        .setAlertId("id")
        .setSubjectKind(SubjectKind.DEVICE)
        .setSubjectId("d1")
        .setClinicId("c1")
        .setSessionId("s1")
        .setRule(rule)
        .setPriority(Priority.HIGH)
        .setKind(AlertKind.TREATMENT)
        .setState(AlertState.CLEARED)
        .setLatched(true)
        .setStartedAt(START)
        .setTriggeredAt(START)
        .setDetectedAt(START)
        .setMeasured(70)
        .setPeak(70)
        .setLimit(55)
        .setUnit("kPa")
        .setPolicy("p#1")
        .setExplanation("e")
        .setLate(false)
        .setRevision(2)
        .build();
  }
}
