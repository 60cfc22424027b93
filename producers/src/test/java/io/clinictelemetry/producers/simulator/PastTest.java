package io.clinictelemetry.producers.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.producers.RecordingChannel;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class PastTest {

  private static final Instant NOW = Instant.parse("2026-03-18T10:20:00Z");
  private static final Duration LENGTH = Duration.ofDays(10);

  @TempDir Path directory;

  /** What a past came to. */
  private record Run(
      FleetOptions options, List<DeviceEvent> events, GroundTruth truth, List<Integer> days) {

    Map<String, List<DeviceEvent>> byDevice() {
      return events.stream()
          .collect(
              Collectors.groupingBy(
                  DeviceEvent::getDeviceId, LinkedHashMap::new, Collectors.toList()));
    }

    List<DeviceProfile> devices() {
      return FleetPlan.of(options).devices();
    }

    DeviceProfile worn(Wear wear) {
      return devices().stream()
          .filter(device -> device.wear().equals(Optional.of(wear)))
          .findFirst()
          .orElseThrow();
    }
  }

  private FleetOptions options(long seed, Duration length, boolean faults, String state) {
    return new FleetOptions(
        7, 3, seed, Programme.SHORT, faults, directory.resolve(state), Optional.of(length));
  }

  private Run run(FleetOptions options) {
    RecordingChannel channel = RecordingChannel.thatAnswersAtOnce();
    List<Integer> days = new ArrayList<>();
    try (FleetSimulator fleet =
        new FleetSimulator(options, (clinics, devices) -> {}, channel::open, () -> NOW)) {
      fleet.publishPast(NOW, days::add);
      return new Run(options, channel.events(), fleet.truth(), days);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Run run(long seed) {
    return run(options(seed, LENGTH, true, "state-" + seed));
  }

  @Test
  void sameSeedGivesTheSamePast() {
    Run one = run(options(7, LENGTH, true, "one"));
    Run two = run(options(7, LENGTH, true, "two"));

    assertThat(two.events()).hasSizeGreaterThan(3_000).isEqualTo(one.events());
    assertThat(two.truth()).isEqualTo(one.truth());
    assertThat(run(options(8, LENGTH, true, "three")).events()).isNotEqualTo(one.events());
  }

  @Test
  void aDaysSessionsAreTheSameHoweverLongThePast() {
    Run longer = run(options(7, LENGTH, false, "longer"));
    Run shorter = run(options(7, Duration.ofDays(3), false, "shorter"));
    Function<Run, List<List<Object>>> ofLastDays =
        run ->
            run.truth().sessions().stream()
                .filter(s -> s.startedAt().isAfter(NOW.minus(Duration.ofDays(2))))
                .map(s -> List.<Object>of(s.deviceId(), s.startedAt(), s.samples(), s.treatingMs()))
                .toList();

    assertThat(ofLastDays.apply(shorter)).isNotEmpty().isEqualTo(ofLastDays.apply(longer));
  }

  @Test
  void eachDeviceSendsItsJournalInOneBootInOrderStampedNow() {
    Run run = run(1);
    run.byDevice()
        .forEach(
            (device, events) -> {
              assertThat(events).extracting(DeviceEvent::getBootId).containsOnly(1L);
              assertThat(events.stream().map(DeviceEvent::getSeq))
                  .isEqualTo(
                      IntStream.range(0, events.size()).mapToObj(seq -> (long) seq).toList());
            });
    assertThat(run.byDevice()).hasSize(7);
    assertThat(run.events())
        .allSatisfy(
            event ->
                assertThat(Duration.between(event.getSentAt(), NOW).abs())
                    .isLessThanOrEqualTo(Duration.ofSeconds(2)));
    assertThat(run.days()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void thePresentIsAFurtherBootOfTheSameDevices() throws InterruptedException {
    RecordingChannel channel = RecordingChannel.thatAnswersAtOnce();
    FleetOptions options = options(1, Duration.ofDays(1), true, "state");
    assertThat(FleetSimulator.hasLived(options.stateDirectory())).isFalse();
    try (FleetSimulator fleet =
        new FleetSimulator(options, (clinics, devices) -> {}, channel::open, () -> NOW)) {
      fleet.publishPast(NOW, day -> {});
      int ofPast = channel.events().size();
      fleet.begin(NOW);
      fleet.advanceTo(NOW.plusSeconds(20));

      assertThat(channel.events().subList(0, ofPast)).allMatch(e -> e.getBootId() == 1);
      assertThat(channel.events().subList(ofPast, channel.events().size()))
          .isNotEmpty()
          .allMatch(e -> e.getBootId() == 2);
      assertThat(fleet.truth().produced().events()).isEqualTo(channel.events().size());
    }
    assertThat(FleetSimulator.hasLived(options.stateDirectory())).isTrue();
  }

  @Test
  void sessionsAreOfFullLengthWhileTheClinicIsOpenAndOverBeforeThePresent() {
    Run run = run(2);
    Map<String, ZoneId> zones =
        FleetPlan.of(run.options()).clinics().stream()
            .collect(
                Collectors.toMap(
                    Clinic::getClinicId,
                    clinic -> ZoneId.of(clinic.getTimeZones().get(0).getZoneId())));
    assertThat(run.truth().sessions())
        .hasSizeGreaterThan(100)
        .allSatisfy(
            session -> {
              ZonedDateTime start =
                  session
                      .startedAt()
                      .minusMillis(session.clockErrorMs())
                      .atZone(zones.get(session.clinicId()));
              assertThat(start.getHour()).isBetween(9, 17);
              assertThat(start.getDayOfWeek()).isNotEqualTo(DayOfWeek.SUNDAY);
              assertThat(session.endedAt().orElseThrow()).isBefore(NOW.minusSeconds(60));
              assertThat(session.startedAt()).isAfter(NOW.minus(LENGTH).minusSeconds(3));
              assertThat(Duration.between(session.startedAt(), session.endedAt().get()))
                  .isLessThan(Duration.ofMinutes(51));
            });
    Map<String, Long> counts =
        run.truth().sessions().stream()
            .collect(Collectors.groupingBy(SessionTruth::deviceId, Collectors.counting()));
    run.devices().stream()
        .filter(device -> device.inventory().getDeviceClass() != DeviceClass.HOME)
        .forEach(device -> assertThat(counts.get(device.deviceId())).isBetween(15L, 50L));
  }

  @Test
  void aJournalHoldsOneSampleASecondAndFewSignsOfLife() {
    Run run = run(3);
    assertThat(run.events().stream().map(DeviceEvent::getSuction).filter(Objects::nonNull))
        .isNotEmpty()
        .allMatch(frame -> frame.getSampleIntervalMs() == 1_000)
        .anyMatch(frame -> frame.getSampleCount() == 60);
    assertThat(run.events().stream().map(DeviceEvent::getCurrent).filter(Objects::nonNull))
        .isNotEmpty()
        .allMatch(frame -> frame.getSampleIntervalMs() == 1_000);
    assertThat(run.truth().produced().samples())
        .isEqualTo(run.truth().sessions().stream().mapToLong(SessionTruth::samples).sum());
    run.byDevice()
        .values()
        .forEach(
            events ->
                assertThat(events.stream().filter(e -> e.getKind() == EventKind.HEARTBEAT))
                    .hasSizeBetween(200, 240)
                    .allMatch(e -> e.getHeartbeat().getMeasuredAt().isBefore(NOW)));
  }

  @Test
  void sessionsAreAsTheTruthSays() {
    Run run = run(4);
    Map<String, SentSession> sent =
        SentSession.of(run.devices().stream().map(DeviceProfile::inventory).toList(), run.events());

    assertThat(run.truth().sessions()).hasSameSizeAs(sent.keySet());
    for (SessionTruth session : run.truth().sessions()) {
      SentSession one = sent.get(session.sessionId());
      assertThat(session.samples()).isEqualTo(one.samples.size());
      assertThat(session.treatingMs()).isEqualTo(one.treatingMs());
      assertThat(session.treatingMsByQuarter()).isEqualTo(one.treatingMsByQuarter());
      assertThat(session.planned().toMillis()).isEqualTo(one.start.getPlannedDurationMs());
      assertThat(session.endedAt().orElseThrow()).isEqualTo(one.end.getEndedAt());
    }
  }

  @Test
  void deadHeadTestsComeDailyAndTellOfWhatWears() {
    Run run = run(5);
    List<Heartbeat> filter = tests(run, run.worn(Wear.FILTER));
    List<Heartbeat> pump = tests(run, run.worn(Wear.PUMP));

    assertThat(filter).hasSizeBetween(9, 10);
    assertThat(share(filter, h -> (double) h.getDeadHeadRiseMs())).isBetween(2.0, 2.3);
    assertThat(share(filter, h -> (double) h.getDeadHeadMaxKpa())).isBetween(0.97, 1.03);
    assertThat(share(pump, h -> (double) h.getDeadHeadMaxKpa())).isBetween(0.73, 0.79);
    assertThat(share(pump, h -> (double) h.getDeadHeadRiseMs())).isBetween(0.95, 1.05);
    run.devices().stream()
        .filter(device -> device.hasPump() && device.wear().isEmpty())
        .forEach(
            device ->
                assertThat(share(tests(run, device), h -> (double) h.getDeadHeadRiseMs()))
                    .isBetween(0.95, 1.05));
  }

  private static List<Heartbeat> tests(Run run, DeviceProfile device) {
    return run.byDevice().get(device.deviceId()).stream()
        .map(DeviceEvent::getHeartbeat)
        .filter(heartbeat -> heartbeat != null && heartbeat.getDeadHeadRiseMs() != null)
        .toList();
  }

  private static double share(List<Heartbeat> tests, Function<Heartbeat, Double> of) {
    return of.apply(tests.get(tests.size() - 1)) / of.apply(tests.get(0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theRulesOpenTheAlertsThatTheTruthNamesAndNoOthers(long seed) {
    Run run = run(seed);
    assertThat(opened(run)).isEqualTo(expected(run)).hasSize(3);
  }

  @Test
  void aMonthOpensEachAlertOnceToo() {
    Run run = run(options(9, FleetOptions.LONGEST_PAST, true, "month"));
    assertThat(opened(run)).isEqualTo(expected(run)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void nothingWearsWhereFaultsAreOffOrThePastIsShort(long seed) {
    Run off = run(options(seed, LENGTH, false, "off"));
    Run brief = run(options(seed, Duration.ofDays(9), true, "brief"));

    assertThat(off.truth().faults()).isEmpty();
    assertThat(opened(off)).isEmpty();
    assertThat(brief.truth().faults()).isEmpty();
    assertThat(opened(brief)).isEmpty();
  }

  /** What the rules open, by device. */
  private static Map<String, List<String>> opened(Run run) {
    Map<String, JudgedDevice> judged = new HashMap<>();
    run.devices()
        .forEach(
            device ->
                judged.put(
                    device.deviceId(), new JudgedDevice(device.inventory().getDeviceClass())));
    run.events().forEach(event -> judged.get(event.getDeviceId()).next(event));
    Map<String, List<String>> opened = new TreeMap<>();
    judged.forEach(
        (device, one) -> {
          if (!one.opened().isEmpty()) {
            opened.put(device, one.opened());
          }
        });
    return opened;
  }

  private static Map<String, List<String>> expected(Run run) {
    return run.truth().faults().stream()
        .collect(
            Collectors.groupingBy(
                FaultTruth::deviceId,
                TreeMap::new,
                Collectors.flatMapping(
                    fault -> fault.expectedRules().stream(), Collectors.toList())));
  }

  @Test
  void twoDozenDevicesHaveEachWearOnce() {
    FleetOptions options =
        new FleetOptions(
            50, 3, 1, Programme.SHORT, true, directory, Optional.of(Duration.ofDays(14)));
    Map<Wear, Long> wears =
        FleetPlan.of(options).devices().stream()
            .flatMap(device -> device.wear().stream())
            .collect(Collectors.groupingBy(wear -> wear, Collectors.counting()));

    assertThat(wears).isEqualTo(Map.of(Wear.FILTER, 3L, Wear.PUMP, 2L, Wear.ELECTRODES, 3L));
  }

  @Test
  void aPastThatIsTooLongOrTooShortIsNamed() {
    assertThatThrownBy(() -> options(1, Duration.ofDays(31), true, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("past=PT744H");
    assertThatThrownBy(() -> options(1, Duration.ofHours(23), true, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("past=PT23H");
  }

  @Test
  void aFleetWithoutAPastHasNoneToPublish() {
    FleetOptions options = FleetRun.options(2, 1, directory);
    try (FleetSimulator fleet =
        new FleetSimulator(
            options,
            (clinics, devices) -> {},
            RecordingChannel.thatAnswersAtOnce()::open,
            () -> NOW)) {
      assertThatThrownBy(() -> fleet.publishPast(NOW, day -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
