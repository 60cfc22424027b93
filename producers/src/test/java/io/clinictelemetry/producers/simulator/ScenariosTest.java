package io.clinictelemetry.producers.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.producers.simulator.SentSession.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All scenarios, played once: their samples must show what the table of faults says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenariosTest {

  private static final Map<Disturbance, Scenario> SCENARIOS =
      Scenarios.all("drill", 5).stream()
          .collect(Collectors.toMap(Scenario::disturbance, scenario -> scenario));

  private FleetRun run;
  private Map<String, SentSession> sessions;

  @BeforeAll
  void play(@TempDir Path directory) throws InterruptedException {
    run = new FleetRun(Scenarios.all("drill", 5), directory);
    run.advance(length(), Duration.ofSeconds(1)).stop();
    sessions = run.sessions();
  }

  @AfterAll
  void close() {
    run.close();
  }

  private static Duration length() {
    return SCENARIOS.values().stream()
        .map(Scenario::duration)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Stream<Scenario> all() {
    return SCENARIOS.values().stream();
  }

  private static String device(Disturbance kind) {
    return SCENARIOS.get(kind).devices().get(0).getDeviceId();
  }

  private SentSession session(Disturbance kind) {
    return sessions.values().stream()
        .filter(session -> session.deviceId.equals(device(kind)))
        .findFirst()
        .orElseThrow();
  }

  private List<DeviceEvent> events(String deviceId) {
    return run.events().stream().filter(e -> e.getDeviceId().equals(deviceId)).toList();
  }

  private List<Heartbeat> deadHeadTests(Disturbance kind) {
    return events(device(kind)).stream()
        .filter(e -> e.getKind() == EventKind.HEARTBEAT)
        .map(DeviceEvent::getHeartbeat)
        .toList();
  }

  /** The longest run of samples for which the condition holds. */
  private static List<Sample> longest(SentSession session, Predicate<Sample> condition) {
    int from = 0;
    List<Sample> longest = List.of();
    for (int i = 0; i <= session.samples.size(); i++) {
      if (i == session.samples.size() || !condition.test(session.samples.get(i))) {
        if (i - from > longest.size()) {
          longest = session.samples.subList(from, i);
        }
        from = i + 1;
      }
    }
    return longest;
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> of) {
    return samples.stream().mapToDouble(of).average().orElseThrow();
  }

  @Test
  void allFaultsAndControlsArePlayedWithinFourMinutes() {
    assertThat(Scenarios.all("drill", 5)).extracting(Scenario::name).doesNotHaveDuplicates();
    assertThat(SCENARIOS.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.<Disturbance>concat(
                    Stream.of(FaultKind.values()), Stream.of(ControlKind.values()))
                .toList());
    assertThat(IntStream.rangeClosed(1, 12).boxed())
        .containsExactlyElementsOf(Stream.of(FaultKind.values()).map(FaultKind::number).toList());
    assertThat(length()).isLessThan(Duration.ofMinutes(4));
  }

  @ParameterizedTest
  @MethodSource("all")
  void sessionBreaksTheRulesThatItsScenarioNamesAndNoOthers(Scenario scenario) {
    Map<String, Double> limits =
        scenario.limits().stream()
            .collect(Collectors.toMap(LimitOverride::key, LimitOverride::value));
    for (SentSession session : sessions.values()) {
      if (scenario.devices().stream().anyMatch(d -> d.getDeviceId().equals(session.deviceId))) {
        Set<String> expected = new HashSet<>();
        Set<String> allowed = new HashSet<>();
        for (ExpectedAlert alert : scenario.expected()) {
          if (alert.subjectId().equals(session.deviceId)) {
            allowed.add(alert.rule().key());
            if (alert.least() > 0) {
              expected.add(alert.rule().key());
            }
          }
        }
        assertThat(LimitTable.broken(session, limits)).containsAll(expected).isSubsetOf(allowed);
      }
    }
  }

  @Test
  void sameSeedPlaysTheSame(@TempDir Path directory) throws InterruptedException {
    try (FleetRun again = new FleetRun(Scenarios.all("drill", 5), directory)) {
      again.advance(length(), Duration.ofSeconds(1)).stop();
      assertThat(again.events()).isEqualTo(run.events());
    }
  }

  @Test
  void cloggingFilterDoublesTheRiseAndNothingElse() {
    List<Heartbeat> tests = deadHeadTests(FaultKind.FILTER_CLOGS);
    Heartbeat first = tests.get(0);
    Heartbeat last = tests.get(tests.size() - 1);
    assertThat((double) last.getDeadHeadRiseMs() / first.getDeadHeadRiseMs()).isBetween(1.95, 2.3);
    assertThat(last.getDeadHeadMaxKpa() / first.getDeadHeadMaxKpa()).isBetween(0.97f, 1.03f);
    assertThat(last.getDeadHeadRipplePct() / first.getDeadHeadRipplePct()).isBetween(0.9f, 1.1f);
    assertThat(tests.subList(0, 6))
        .allMatch(t -> t.getDeadHeadRiseMs() >= 880 && t.getDeadHeadRiseMs() <= 920);
  }

  @Test
  void wornPumpReachesAFifthLessWithTwiceTheRipple() {
    List<Heartbeat> tests = deadHeadTests(FaultKind.PUMP_WORN);
    Heartbeat first = tests.get(0);
    Heartbeat last = tests.get(tests.size() - 1);
    assertThat(last.getDeadHeadMaxKpa() / first.getDeadHeadMaxKpa()).isBetween(0.73f, 0.8f);
    assertThat(last.getDeadHeadRipplePct() / first.getDeadHeadRipplePct()).isBetween(1.95f, 2.3f);
    assertThat((double) last.getDeadHeadRiseMs() / first.getDeadHeadRiseMs()).isBetween(0.9, 1.1);
  }

  @Test
  void leakingHoseGivesNoVacuumInContactAtFullDuty() {
    List<Sample> leak = longest(session(FaultKind.HOSE_LEAK), s -> s.contact() && s.value() < 5);
    assertThat(leak).hasSizeGreaterThan(70);
    // A frame tells the mean of its samples: the first and the last belong to more than the leak.
    assertThat(leak.subList(10, leak.size() - 10)).allMatch(s -> s.duty() == 100);
  }

  @Test
  void stuckRegulatorRampsToSeventyWhateverIsSet() {
    SentSession session = session(FaultKind.REGULATOR_STUCK);
    List<Sample> high = longest(session, s -> s.contact() && s.value() > 55);
    assertThat(high).hasSizeGreaterThan(20).allMatch(s -> s.set() <= 30);
    assertThat(mean(high.subList(10, high.size()), Sample::value)).isBetween(69.0, 71.0);
  }

  @Test
  void parkedTipRestsForEightSecondsAtThirtyFive() {
    List<Sample> parked =
        longest(session(FaultKind.TIP_PARKED), s -> s.contact() && s.motion() < 1);
    assertThat(parked).hasSizeBetween(80, 85);
    assertThat(mean(parked.subList(20, 80), Sample::value)).isBetween(34.5, 35.5);
  }

  @Test
  void frozenSensorSaysTheSameWhileContactComesAndGoes() {
    SentSession session = session(FaultKind.SENSOR_FROZEN);
    Map<Double, List<Sample>> byValue =
        session.samples.stream().collect(Collectors.groupingBy(Sample::value));
    List<Sample> frozen =
        byValue.values().stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    assertThat(frozen).hasSize(90);
    assertThat(frozen.get(89).elapsedMs() - frozen.get(0).elapsedMs()).isEqualTo(8_900);
    assertThat(frozen).anyMatch(Sample::contact).anyMatch(s -> !s.contact());
  }

  @Test
  void dryingElectrodeClimbsThenLosesContactAtTheRail() {
    SentSession session = session(FaultKind.ELECTRODE_DRIES);
    List<Sample> dry = longest(session, s -> s.kohm() > 100);
    List<Sample> lost = longest(session, s -> s.set() > 0 && !s.contact());
    assertThat(session.samples.get(60).kohm()).isBetween(18.0, 50.0);
    assertThat(dry).hasSizeGreaterThan(90);
    assertThat(dry.stream().filter(Sample::contact))
        .hasSizeGreaterThan(30)
        .anyMatch(s -> s.kohm() > 290);
    assertThat(lost).hasSize(60).allMatch(s -> Math.abs(s.volts() - 70) < 0.1);
  }

  @Test
  void spikeIsTwoPeaksWithANormalMean() {
    SentSession session = session(FaultKind.OUTPUT_SPIKE);
    List<Sample> spike = session.samples.stream().filter(s -> s.peak() > 600).toList();
    assertThat(spike).hasSize(2);
    assertThat(spike.get(1).elapsedMs() - spike.get(0).elapsedMs()).isEqualTo(100);
    assertThat(spike)
        .allMatch(s -> Math.abs(s.peak() - 1_200) < 0.5)
        .allMatch(s -> Math.abs(s.value() - s.set()) <= 0.04 * s.set());
  }

  @Test
  void stuckPolarityTurnsTheWholeCurrentOneWay() {
    List<Sample> oneWay =
        longest(session(FaultKind.POLARITY_STUCK), s -> s.set() > 0 && s.net() > 0.9 * s.value());
    assertThat(oneWay).hasSize(150).allMatch(s -> Math.abs(s.value() - s.set()) <= 0.04 * s.set());
  }

  @Test
  void lowBatteryIsReportedBeforeTheVoltageFalls() {
    List<DeviceEvent> events = events(device(FaultKind.BATTERY_LOW));
    Instant reported =
        events.stream()
            .filter(e -> e.getKind() == EventKind.HEARTBEAT)
            .filter(e -> e.getHeartbeat().getBatteryPct() < 15)
            .map(DeviceEvent::getSentAt)
            .findFirst()
            .orElseThrow();
    List<Sample> sagging =
        longest(session(FaultKind.BATTERY_LOW), s -> s.contact() && s.value() < 0.8 * s.set());
    assertThat(sagging).hasSizeGreaterThan(70);
    assertThat(Duration.between(reported, Instant.ofEpochMilli(sagging.get(0).atMs())))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(mean(sagging, Sample::kohm)).isLessThan(50);
    assertThat(mean(sagging, Sample::volts)).isLessThan(70 * 0.3);
  }

  @Test
  void stuckTimerLetsTheSessionGoOnUntilItIsPulled() {
    SentSession session = session(FaultKind.TIMER_STUCK);
    Sample last = session.samples.get(session.samples.size() - 1);
    assertThat(last.elapsedMs()).isGreaterThan(60_000);
    assertThat(last.contact()).isTrue();
    Instant stopped = FleetRun.ORIGIN.plus(length());
    assertThat(Duration.between(session.end.getEndedAt(), stopped).abs())
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void outageIsSilentForTheWholeClinicAndEndsInABurst() {
    Set<String> devices =
        SCENARIOS.get(FaultKind.GATEWAY_OUTAGE).devices().stream()
            .map(d -> d.getDeviceId())
            .collect(Collectors.toSet());
    Outage outage = SCENARIOS.get(FaultKind.GATEWAY_OUTAGE).outage().orElseThrow();
    Instant from = FleetRun.ORIGIN.plusMillis(outage.fromMs());
    Instant until = FleetRun.ORIGIN.plusMillis(outage.untilMs());
    String ahead = device(FaultKind.GATEWAY_OUTAGE).replace("-1", "-3");
    List<DeviceEvent> sent =
        run.events().stream().filter(e -> devices.contains(e.getDeviceId())).toList();

    assertThat(devices).hasSize(3).contains(ahead);
    assertThat(sent)
        .extracting(e -> trueTime(e, ahead))
        .noneMatch(t -> t.isAfter(from) && t.isBefore(until))
        .anyMatch(until::equals);
    assertThat(sent.stream().filter(e -> e.getDeviceId().equals(ahead)))
        .allMatch(e -> Duration.between(trueTime(e, ahead), e.getSentAt()).toSeconds() == 90);

    List<DeviceEvent> burst = sent.stream().filter(e -> trueTime(e, ahead).equals(until)).toList();
    assertThat(burst).hasSizeGreaterThan(60);
    for (String device : devices) {
      List<Long> seqs =
          sent.stream()
              .filter(e -> e.getDeviceId().equals(device))
              .map(DeviceEvent::getSeq)
              .toList();
      assertThat(seqs).isNotEqualTo(seqs.stream().sorted().toList());
      assertThat(seqs.stream().distinct().sorted())
          .as("none is lost")
          .containsExactlyElementsOf(
              Stream.iterate(0L, n -> n + 1).limit(seqs.stream().distinct().count()).toList());
    }
    assertThat(burst.stream().map(e -> e.getDeviceId() + e.getSeq()).distinct().count())
        .as("some come twice")
        .isLessThan(burst.size());
  }

  private static Instant trueTime(DeviceEvent event, String ahead) {
    return event.getDeviceId().equals(ahead)
        ? event.getSentAt().minusSeconds(90)
        : event.getSentAt();
  }

  @Test
  void breachInTheOutageIsMoreThanHalfAMinuteOldWhenItArrives() {
    Outage outage = SCENARIOS.get(FaultKind.GATEWAY_OUTAGE).outage().orElseThrow();
    List<Sample> high =
        longest(session(FaultKind.GATEWAY_OUTAGE), s -> s.contact() && s.value() > 41);
    assertThat(high).hasSizeGreaterThan(20);
    assertThat(high.get(0).atMs())
        .isGreaterThan(FleetRun.ORIGIN.plusMillis(outage.fromMs()).toEpochMilli());
    assertThat(high.get(high.size() - 1).atMs())
        .isLessThan(FleetRun.ORIGIN.plusMillis(outage.untilMs()).minusSeconds(32).toEpochMilli());
  }

  @Test
  void outageChangesNothingOfTheUsage() {
    Map<String, SessionTruth> truth = new HashMap<>();
    run.fleet.truth().sessions().forEach(session -> truth.put(session.sessionId(), session));
    assertThat(truth.keySet()).isEqualTo(sessions.keySet());
    sessions.forEach(
        (id, session) -> {
          assertThat(truth.get(id).samples()).isEqualTo(session.samples.size());
          assertThat(truth.get(id).treatingMs()).isEqualTo(session.treatingMs());
        });
  }

  @Test
  void liftedProbeComesBackWithinThreeSeconds() {
    List<Sample> lifted =
        longest(session(ControlKind.PROBE_LIFTED), s -> s.set() > 0 && !s.contact());
    assertThat(lifted).hasSizeBetween(20, 29).allMatch(s -> Math.abs(s.volts() - 70) < 0.1);
  }

  @Test
  void freeAirGivesNoMoreThanFourKilopascal() {
    List<Sample> air = longest(session(ControlKind.FREE_AIR_STROKES), s -> !s.contact());
    assertThat(air).hasSizeGreaterThan(100);
    assertThat(air.subList(10, air.size())).allMatch(s -> s.value() >= 1 && s.value() <= 4);
  }

  @Test
  void rampsMoveTheSetCurrentAndTheCurrentFollows() {
    SentSession session = session(ControlKind.RAMPS);
    Set<Double> set = session.samples.stream().map(Sample::set).collect(Collectors.toSet());
    assertThat(set).hasSizeGreaterThan(12);
    assertThat(longest(session, s -> s.contact() && Math.abs(s.value() - s.set()) > 0.2 * s.set()))
        .hasSizeLessThan(5);
  }

  @Test
  void hoveringValueOpensOnceAndNeverGetsClear() {
    hovers(session(ControlKind.HOVERING_VACUUM), 41);
    hovers(session(ControlKind.HOVERING_CURRENT), 500);
  }

  private static void hovers(SentSession session, double limit) {
    List<Sample> near = longest(session, s -> s.contact() && s.value() > 0.95 * limit);
    assertThat(near).hasSizeGreaterThan(90);
    assertThat(longest(session, s -> s.value() > limit)).hasSizeGreaterThan(25);
    long crossings =
        IntStream.range(1, near.size())
            .filter(i -> near.get(i - 1).value() > limit != near.get(i).value() > limit)
            .count();
    assertThat(crossings).isGreaterThan(15);
  }

  @Test
  void zoneChangesFromBodyToNeckWithLessSet() {
    SentSession session = session(ControlKind.ZONE_CHANGE);
    Map<Zone, Double> set =
        session.samples.stream().collect(Collectors.toMap(Sample::zone, Sample::set, Math::max));
    assertThat(set.keySet()).containsExactlyInAnyOrder(Zone.BODY, Zone.NECK);
    assertThat(set.get(Zone.BODY)).isGreaterThan(set.get(Zone.NECK));
  }
}
