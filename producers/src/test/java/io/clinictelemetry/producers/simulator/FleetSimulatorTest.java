package io.clinictelemetry.producers.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.producers.RecordingChannel;
import io.clinictelemetry.producers.client.BootStoreException;
import io.clinictelemetry.producers.client.ChannelRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetSimulatorTest {

  @TempDir Path directory;

  private FleetRun run(int devices, long seed, String state) {
    return new FleetRun(FleetRun.options(devices, seed, directory.resolve(state)));
  }

  @Test
  void sameSeedGivesTheSameEventsWhateverTheSteps() throws InterruptedException {
    try (FleetRun one = run(12, 7, "one");
        FleetRun two = run(12, 7, "two")) {
      one.advance(Duration.ofSeconds(100)).stop();
      two.advance(Duration.ofSeconds(100), Duration.ofMillis(2_500)).stop();

      assertThat(two.events()).hasSizeGreaterThan(500).isEqualTo(one.events());
      assertThat(two.devices).isEqualTo(one.devices);
      assertThat(two.clinics).isEqualTo(one.clinics);
      assertThat(two.fleet.truth()).isEqualTo(one.fleet.truth());
    }
  }

  @Test
  void wallTimeOnlyShiftsTheEvents() {
    Instant later = FleetRun.ORIGIN.plus(Duration.ofDays(30));
    try (FleetRun one = run(6, 7, "one");
        FleetRun two = new FleetRun(FleetRun.options(6, 7, directory.resolve("two")), later)) {
      one.advance(Duration.ofSeconds(40));
      two.advance(Duration.ofSeconds(40));

      assertThat(two.events().stream().map(e -> e.getSentAt().minus(Duration.ofDays(30))))
          .isEqualTo(one.events().stream().map(DeviceEvent::getSentAt).toList());
      assertThat(two.events().stream().map(DeviceEvent::getSuction).filter(f -> f != null))
          .extracting(f -> f.getVacuumKpa())
          .isEqualTo(
              one.events().stream()
                  .map(DeviceEvent::getSuction)
                  .filter(f -> f != null)
                  .map(f -> f.getVacuumKpa())
                  .toList());
    }
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    try (FleetRun one = run(6, 7, "one");
        FleetRun two = run(6, 8, "two")) {
      assertThat(two.advance(Duration.ofSeconds(30)).events())
          .isNotEqualTo(one.advance(Duration.ofSeconds(30)).events());
    }
  }

  @Test
  void secondStartWithTheSameStateUsesNewBootsAndNewSessions() {
    Set<String> first;
    try (FleetRun one = run(4, 7, "same")) {
      first = sessionIds(one.advance(Duration.ofSeconds(20)).events());
      assertThat(one.events()).allMatch(e -> e.getBootId() == 1);
    }
    try (FleetRun two = run(4, 7, "same")) {
      assertThat(sessionIds(two.advance(Duration.ofSeconds(20)).events()))
          .isNotEmpty()
          .doesNotContainAnyElementsOf(first);
      assertThat(two.events()).allMatch(e -> e.getBootId() == 2);
    }
  }

  @Test
  void secondSimulatorOnTheSameStateIsRefused() {
    try (FleetRun one = run(4, 7, "same")) {
      one.advance(Duration.ofSeconds(5));
      assertThatThrownBy(() -> run(4, 7, "same"))
          .isInstanceOf(BootStoreException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void defaultFleetCoversAllClassesModalitiesAndAwkwardTimeZones() {
    try (FleetRun run = new FleetRun(FleetOptions.defaults(directory))) {
      assertThat(run.clinics)
          .extracting(c -> c.getTimeZones().get(0).getZoneId())
          .contains("Asia/Kathmandu", "Australia/Lord_Howe")
          .doesNotHaveDuplicates();
      assertThat(run.devices)
          .extracting(d -> d.getDeviceClass())
          .contains(DeviceClass.MEDICAL, DeviceClass.SALON, DeviceClass.HOME);
      assertThat(run.devices)
          .flatExtracting(d -> d.getModalities())
          .contains(Modality.MICRODERMABRASION, Modality.MICROCURRENT);
      assertThat(FleetPlan.of(FleetOptions.defaults(directory)).devices())
          .allMatch(d -> d.clockError().abs().compareTo(Duration.ofSeconds(2)) <= 0)
          .anyMatch(d -> !d.clockError().isZero());
    }
  }

  @Test
  void nothingIsSentBeforeTheInventoryHadTimeToSpread() {
    try (FleetRun run = run(24, 3, "state")) {
      assertThat(run.advance(Duration.ofMillis(2_950)).events()).isEmpty();
      assertThat(run.clinics).hasSize(3);
      assertThat(run.devices).hasSize(24);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, -9, Long.MAX_VALUE})
  void atLeastFourFaultsOfBothKindsAreOverAfterThirtySeconds(long seed) {
    try (FleetRun run = run(24, seed, "state")) {
      GroundTruth truth = run.advance(Duration.ofSeconds(30)).fleet.truth();
      List<FaultTruth> over = truth.faults().stream().filter(FaultTruth::over).toList();

      assertThat(over).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(4);
      assertThat(over)
          .extracting(FaultTruth::kind)
          .contains(FaultKind.REGULATOR_STUCK, FaultKind.OUTPUT_SPIKE);
      assertThat(over).allMatch(f -> f.expectedRules().size() == f.kind().expectedRules().size());
    }
  }

  @Test
  void noFaultsHappenWhenTheyAreOff() throws InterruptedException {
    FleetOptions options = new FleetOptions(24, 3, 5, Programme.SHORT, false, directory);
    try (FleetRun run = new FleetRun(options)) {
      run.advance(Duration.ofMinutes(5)).stop();
      assertThat(run.fleet.truth().faults()).isEmpty();
      assertThat(run.sessions().values())
          .hasSizeGreaterThan(24)
          .allSatisfy(session -> assertThat(LimitTable.broken(session)).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void sessionsBreakTheRulesThatTheTruthNamesAndNoOthers(long seed) throws InterruptedException {
    try (FleetRun run = run(24, seed, "state")) {
      run.advance(Duration.ofMinutes(4), Duration.ofSeconds(1)).stop();
      Map<String, Expectation> expectations =
          run.fleet.truth().expectations().stream()
              .collect(Collectors.toMap(e -> e.sessionId().orElseThrow(), e -> e));
      Map<String, SentSession> sessions = run.sessions();

      sessions.forEach(
          (sessionId, session) -> {
            String context = "seed %d, session %s".formatted(seed, sessionId);
            Optional<Expectation> expectation = Optional.ofNullable(expectations.get(sessionId));
            Set<String> expected = expectation.map(Expectation::expectedRules).orElse(Set.of());
            Set<String> allowed = new HashSet<>(expected);
            expectation.ifPresent(e -> allowed.addAll(e.possibleRules()));
            assertThat(LimitTable.broken(session))
                .as(context)
                .containsAll(expected)
                .isSubsetOf(allowed);
          });
      assertThat(expectations.keySet()).isNotEmpty().isSubsetOf(sessions.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 22, 333})
  void truthIsWhatTheSentEventsSay(long seed) throws InterruptedException {
    try (FleetRun run = run(24, seed, "state")) {
      run.advance(Duration.ofMinutes(3)).stop();
      GroundTruth truth = run.fleet.truth();
      Map<String, SentSession> sessions = run.sessions();

      assertThat(truth.sessions()).hasSameSizeAs(sessions.keySet());
      for (SessionTruth session : truth.sessions()) {
        SentSession sent = sessions.get(session.sessionId());
        SentSession.Sample last = sent.samples.get(sent.samples.size() - 1);
        assertThat(session.samples()).isEqualTo(sent.samples.size());
        assertThat(session.treatingMs()).isEqualTo(sent.treatingMs());
        assertThat(session.endedAt().orElseThrow().toEpochMilli())
            .isEqualTo(last.atMs() + last.intervalMs());
      }
      assertThat(truth.produced().events()).isEqualTo(run.events().size());
      assertThat(truth.produced().samples())
          .isEqualTo(truth.sessions().stream().mapToLong(SessionTruth::samples).sum());
      assertThat(truth.produced().undelivered()).isZero();
    }
  }

  @Test
  void everyDeviceNumbersItsEventsFromZeroWithoutHoles() {
    try (FleetRun run = run(24, 11, "state")) {
      Map<String, Long> next = new HashMap<>();
      for (DeviceEvent event : run.advance(Duration.ofMinutes(3)).events()) {
        assertThat(event.getSeq()).isEqualTo(next.getOrDefault(event.getDeviceId(), 0L));
        next.merge(event.getDeviceId(), 1L, (old, one) -> event.getSeq() + 1);
      }
      assertThat(next).hasSize(24);
    }
  }

  @Test
  void everyDeviceGivesASignOfLifeEachTenSeconds() {
    try (FleetRun run = run(8, 11, "state")) {
      Map<String, Long> beats =
          run.advance(Duration.ofSeconds(113)).events().stream()
              .filter(e -> e.getKind() == EventKind.HEARTBEAT)
              .collect(Collectors.groupingBy(DeviceEvent::getDeviceId, Collectors.counting()));
      assertThat(beats).hasSize(8);
      assertThat(beats.values()).allMatch(n -> n == 11);
    }
  }

  @Test
  void stoppingEndsOpenSessionsAsAnOperatorWould() throws InterruptedException {
    try (FleetRun run = run(24, 2, "state")) {
      run.advance(Duration.ofSeconds(20)).stop();
      Set<String> open = new HashSet<>();
      for (DeviceEvent event : run.events()) {
        if (event.getKind() == EventKind.SESSION_STARTED) {
          open.add(event.getSessionId());
        } else if (event.getKind() == EventKind.SESSION_ENDED) {
          open.remove(event.getSessionId());
        }
      }
      assertThat(open).isEmpty();
      assertThat(run.fleet.truth().sessions())
          .isNotEmpty()
          .anyMatch(s -> s.endReason().equals(Optional.of(EndReason.OPERATOR_STOP)))
          .allMatch(s -> s.endedAt().isPresent());
    }
  }

  @Test
  void faultCutShortIsNotExpectedToAlertForCertain() throws InterruptedException {
    try (FleetRun run = run(4, 2, "state")) {
      Duration step = Duration.ofMillis(10);
      while (run.fleet.truth().faults().stream()
          .noneMatch(f -> f.kind() == FaultKind.REGULATOR_STUCK)) {
        run.advance(step, step);
      }
      run.stop();
      FaultTruth fault =
          run.fleet.truth().faults().stream()
              .filter(f -> f.kind() == FaultKind.REGULATOR_STUCK)
              .findFirst()
              .orElseThrow();
      assertThat(fault.samples()).isEqualTo(1);
      assertThat(fault.expectedRules()).isEmpty();
      assertThat(fault.possibleRules()).contains("suction-hard-high");
    }
  }

  @Test
  void channelThatRefusesForAWhileChangesNothingButTheTimeOfSending() {
    try (FleetRun calm = run(6, 7, "calm");
        FleetRun troubled = run(6, 7, "troubled")) {
      calm.advance(Duration.ofSeconds(40));
      troubled.advance(Duration.ofSeconds(20));
      troubled.channel.producer.sendException = new TimeoutException("no broker");
      assertThatThrownBy(() -> troubled.advance(Duration.ofSeconds(10)))
          .isInstanceOf(ChannelRefusedException.class);
      troubled.channel.producer.sendException = null;
      troubled.advance(Duration.ofSeconds(30));

      Map<String, List<String>> expected = contents(calm.events());
      Map<String, List<String>> actual = contents(troubled.events());
      expected.forEach(
          (device, events) -> assertThat(actual.get(device)).startsWith(first(events)));
      assertThat(troubled.channel.count("refused")).isPositive();
    }
  }

  @Test
  void theGatewayOfOneClinicFailsForThreeMinutesAndSendsWhatItKept() {
    try (FleetRun run = run(9, 7, "state")) {
      run.advance(Duration.ofMinutes(10), Duration.ofSeconds(1));
      assertThat(outages(run)).noneMatch(fault -> !fault.expectedRules().isEmpty());
      int before = ofLastClinic(run).size();

      run.advance(Duration.ofSeconds(179), Duration.ofSeconds(1));
      assertThat(ofLastClinic(run)).hasSize(before);
      assertThat(outages(run))
          .singleElement()
          .satisfies(
              outage -> {
                assertThat(outage.deviceId()).isEqualTo(lastClinic(run));
                assertThat(outage.expectedRules()).containsExactly("clinic-silent");
                assertThat(outage.over()).isFalse();
              });

      run.advance(Duration.ofSeconds(1));
      assertThat(ofLastClinic(run)).hasSizeGreaterThan(before + 3 * 18);
      assertThat(outages(run)).allMatch(FaultTruth::over);
    }
  }

  private static List<FaultTruth> outages(FleetRun run) {
    return run.fleet.truth().faults().stream()
        .filter(fault -> fault.kind() == FaultKind.GATEWAY_OUTAGE)
        .toList();
  }

  private static List<DeviceEvent> ofLastClinic(FleetRun run) {
    return run.events().stream()
        .filter(event -> event.getClinicId().equals(lastClinic(run)))
        .toList();
  }

  private static String lastClinic(FleetRun run) {
    return run.clinics.get(run.clinics.size() - 1).getClinicId();
  }

  @Test
  void aTimerThatDoesNotStopIsNoticedSomeMinutesAfterTheLongestSession() {
    TreatmentFrame frame =
        TreatmentFrame.draw(
            Dice.of(7, 1),
            Modality.MICROCURRENT,
            DeviceClass.HOME,
            Programme.FULL,
            Optional.of(FaultKind.TIMER_STUCK));

    assertThat(frame.samples() / 600.0).as("minutes").isBetween(23.0, 33.0);
    assertThat(frame.disturbance().orElseThrow().surelySeen()).isEqualTo(22 * 600);
  }

  @Test
  void fullProgrammesStayInsideTheLimitsAndLastAsInAClinic() throws InterruptedException {
    FleetOptions options = new FleetOptions(12, 3, 4, Programme.FULL, false, directory);
    try (FleetRun run = new FleetRun(options)) {
      run.advance(Duration.ofMinutes(70), Duration.ofMinutes(1)).stop();
      assertThat(run.sessions().values())
          .allSatisfy(session -> assertThat(LimitTable.broken(session)).isEmpty());
      assertThat(run.sessions().values().stream().map(s -> s.deviceClass + " " + s.suction()))
          .as("all classes and modalities")
          .contains(
              "MEDICAL true",
              "SALON true",
              "HOME true",
              "MEDICAL false",
              "SALON false",
              "HOME false");
      assertThat(run.fleet.truth().sessions())
          .filteredOn(s -> s.endReason().orElseThrow() == EndReason.COMPLETED)
          .isNotEmpty()
          .allMatch(s -> s.samples() >= 5 * 600);
    }
  }

  @Test
  void livesInRealTimeUntilItIsStopped() throws InterruptedException {
    RecordingChannel recording = RecordingChannel.thatAnswersAtOnce();
    try (FleetSimulator fleet =
        new FleetSimulator(
            FleetRun.options(12, 1, directory),
            (clinics, devices) -> {},
            recording::open,
            InstantSource.system())) {
      assertThat(fleet.health().ready()).isFalse();
      fleet.start();
      assertThat(fleet.health().ready()).isTrue();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> fleet.truth().sessions().stream().anyMatch(s -> s.samples() > 10));
      fleet.endSessionsAndStop(Duration.ofSeconds(5));

      GroundTruth truth = fleet.truth();
      assertThat(truth.sessions()).allMatch(s -> s.endedAt().isPresent());
      assertThat(truth.produced().events()).isEqualTo(recording.events().size());
      assertThat(fleet.health().ready()).isFalse();
      assertThat(fleet.health().detail()).isEqualTo("stopped");
    }
  }

  @Test
  void optionOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new FleetOptions(0, 1, 1, Programme.SHORT, true, directory))
        .hasMessageContaining("devices=0");
    assertThatThrownBy(() -> new FleetOptions(3, 4, 1, Programme.SHORT, true, directory))
        .hasMessageContaining("clinics=4");
  }

  @Test
  void truthIsWrittenWithTheNamesOfTheReport() throws Exception {
    try (FleetRun run = run(4, 2, "state")) {
      run.advance(Duration.ofSeconds(30)).stop();
      Path file = directory.resolve("truth.json");
      GroundTruthJson.write(run.fleet.truth(), file);
      assertThat(Files.readString(file))
          .contains(
              "\"device_id\" : \"dev-0001\"",
              "\"zone_id\" : \"Asia/Kathmandu\"",
              "\"planned_ms\"",
              "\"treating_ms\"",
              "\"treating_by_quarter\"",
              "\"fault_number\" : 3",
              "\"fault_number\" : 8",
              "\"expected_rules\" : [ \"suction-hard-high\" ]",
              "\"possible_rules\" : [ \"suction-soft-high\" ]");
    }
  }

  /** What each device sent, but for the time of sending. */
  private static Map<String, List<String>> contents(List<DeviceEvent> events) {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                DeviceEvent::getDeviceId,
                Collectors.mapping(
                    e ->
                        "%d %s %s %s %s %s"
                            .formatted(
                                e.getSeq(),
                                e.getKind(),
                                e.getSessionStarted(),
                                e.getSuction(),
                                e.getCurrent(),
                                e.getSessionEnded()),
                    Collectors.toList())));
  }

  private static String[] first(List<String> events) {
    return events.toArray(new String[0]);
  }

  private static Set<String> sessionIds(List<DeviceEvent> events) {
    return events.stream()
        .map(DeviceEvent::getSessionId)
        .filter(id -> id != null)
        .collect(Collectors.toSet());
  }
}
