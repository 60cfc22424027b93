package io.clinictelemetry.streams.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.AmountRange;
import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of sessions, hours and days of random fleets beside an oracle that counts milliseconds; and
 * in any order of arrival the same rows to the digit.
 */
@Tag("long")
class UsageOracleTest {

  private static final long SEEDS = Long.getLong("usage.oracle.seeds", 20);
  private static final int ORDERS = 2;

  private static final long DAY_MS = 86_400_000;

  /** The rows that stand at the end. */
  private record Rows(
      Collection<SessionSummary> sessions,
      Collection<DeviceUsage> hours,
      Collection<DeviceUsage> days) {

    /** A row that was taken back stays, with nothing in it. */
    Rows withoutRevisions() {
      return new Rows(
          sessions.stream().map(UsageOracleTest::withoutRevision).toList(),
          hours.stream()
              .filter(UsageOracleTest::says)
              .map(UsageOracleTest::withoutRevision)
              .toList(),
          days.stream()
              .filter(UsageOracleTest::says)
              .map(UsageOracleTest::withoutRevision)
              .toList());
    }
  }

  private static SessionSummary withoutRevision(SessionSummary row) {
    return SessionSummary.newBuilder(row).setRevision(0).build();
  }

  private static DeviceUsage withoutRevision(DeviceUsage row) {
    return DeviceUsage.newBuilder(row).setRevision(0).build();
  }

  private static boolean says(DeviceUsage row) {
    return row.getTreatingMs()
            + row.getSessionMs()
            + row.getPoweredMs()
            + row.getSessionsStarted()
            + row.getSessionsCompleted()
            + row.getSessionsAborted()
            + row.getSessionsTest()
        > 0;
  }

  /** Avro copies records of ours only once the serdes have said that they may be trusted. */
  @BeforeAll
  static void trustRecords() {
    assertThat(new AvroSerdes(Map.of("schema.registry.url", "mock://usage-oracle"))).isNotNull();
  }

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreThoseOfTheOracleToTheMillisecond(long seed) {
    RandomUsage usage = RandomUsage.of(seed);
    Rows rows = rows(usage, usage.inOrder(), new Random(seed));

    for (int i = 0; i < usage.devices().size(); i++) {
      String device = "d" + (i + 1);
      UsageOracle oracle =
          new UsageOracle(
              usage.clinics().get(i), i == 0, usage.devices().get(i), usage.services(device));
      assertThat(lines(rows.hours(), device)).as("hours, seed %d", seed).isEqualTo(oracle.hours());
      assertThat(lines(rows.days(), device)).as("days, seed %d", seed).isEqualTo(oracle.days());
      assertThat(
              rows.sessions().stream()
                  .filter(row -> row.getDeviceId().equals(device))
                  .map(UsageOracleTest::line)
                  .sorted()
                  .toList())
          .as("sessions, seed %d", seed)
          .isEqualTo(oracle.sessions());
      addsUp(rows, device, seed);
    }
  }

  /** Sum of hours = sum of days = sum of sessions + unassigned. */
  private static void addsUp(Rows rows, String device, long seed) {
    long hours = treating(rows.hours(), device);
    long unassigned =
        rows.hours().stream()
            .filter(row -> row.getDeviceId().equals(device))
            .mapToLong(DeviceUsage::getUnassignedTreatingMs)
            .sum();
    long sessions =
        rows.sessions().stream()
            .filter(row -> row.getDeviceId().equals(device))
            .mapToLong(SessionSummary::getTreatingMs)
            .sum();
    assertThat(hours).as("seed %d", seed).isPositive().isEqualTo(sessions + unassigned);
    assertThat(treating(rows.days(), device)).as("seed %d", seed).isEqualTo(hours);
  }

  private static long treating(Collection<DeviceUsage> rows, String device) {
    return rows.stream()
        .filter(row -> row.getDeviceId().equals(device))
        .mapToLong(DeviceUsage::getTreatingMs)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyOrderOfArrivalEndsInTheSameRows(long seed) {
    RandomUsage usage = RandomUsage.of(seed);
    Rows expected = rows(usage, usage.inOrder(), new Random(seed)).withoutRevisions();
    for (int order = 0; order < ORDERS; order++) {
      Random random = new Random(31 * seed + order);
      Rows rows = rows(usage, usage.mixed(random), random).withoutRevisions();
      assertThat(rows.sessions()).as("seed %d", seed).isEqualTo(expected.sessions());
      assertThat(rows.hours()).as("seed %d", seed).isEqualTo(expected.hours());
      assertThat(rows.days()).as("seed %d", seed).isEqualTo(expected.days());
    }
  }

  /** What is told of service comes somewhere among the rest, some of it more than once. */
  private static Rows rows(RandomUsage usage, List<Sent> log, Random random) {
    try (Pipeline pipeline = Pipeline.usage()) {
      usage.clinics().forEach(pipeline::clinic);
      pipeline.register("d1", DeviceClass.SALON, "model-1");
      pipeline.register("d2", DeviceClass.MEDICAL, "model-2");
      long endMs = log.get(log.size() - 1).appendedAtMs();
      List<ServiceEvent> services = new ArrayList<>(usage.services("d1"));
      services.addAll(usage.services("d2"));
      services.addAll(services.subList(0, random.nextInt(services.size() + 1)));
      Collections.shuffle(services, random);
      for (int i = 0; i < log.size(); i++) {
        while (!services.isEmpty() && random.nextInt(log.size() - i) < services.size()) {
          pipeline.service(services.remove(0), endMs + DAY_MS);
        }
        pipeline.append(log.get(i));
      }
      services.forEach(service -> pipeline.service(service, endMs + DAY_MS));
      // Once for the gap at the end, then for the timeouts, then for what these publish.
      pipeline.tick(endMs + 3_000).tick(endMs + 2 * Pipeline.SESSION_TIMEOUT.toMillis());
      pipeline.tick(endMs + 3 * Pipeline.SESSION_TIMEOUT.toMillis());
      assertThat(pipeline.ledger().getQuarantined()).isZero();
      Rows rows =
          new Rows(
              latest(pipeline.sessions(), SessionSummary::getRevision),
              latest(pipeline.hours(), DeviceUsage::getRevision),
              latest(pipeline.days(), DeviceUsage::getRevision));
      assertThat(rows.sessions()).allMatch(row -> row.getStatus() == SessionStatus.CLOSED);
      return rows;
    }
  }

  /** The row of each key with the highest revision; each revision comes once and in order. */
  private static <V> Collection<V> latest(
      List<TestRecord<String, V>> records, ToIntFunction<V> revision) {
    Map<String, V> latest = new TreeMap<>();
    for (TestRecord<String, V> record : records) {
      V before = latest.put(record.key(), record.value());
      assertThat(revision.applyAsInt(record.value()))
          .isEqualTo(before == null ? 1 : revision.applyAsInt(before) + 1);
    }
    return latest.values();
  }

  private static List<String> lines(Collection<DeviceUsage> rows, String device) {
    Map<Instant, String> lines = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.getDeviceId().equals(device))
        .filter(UsageOracleTest::says)
        .forEach(row -> lines.put(row.getWindowStart(), line(row)));
    return List.copyOf(lines.values());
  }

  private static String line(DeviceUsage row) {
    return UsageOracle.line(
        row.getWindowStart(),
        row.getWindowEnd(),
        row.getTreatingMs(),
        row.getUnassignedTreatingMs(),
        row.getSessionMs(),
        row.getPoweredMs(),
        row.getSessionsStarted(),
        row.getSessionsCompleted(),
        row.getSessionsAborted(),
        row.getSessionsTest(),
        row.getAvailableMs(),
        row.getScheduledDowntimeMs(),
        row.getUnscheduledDowntimeMs(),
        row.getPumpCounterMs() == null ? -1 : row.getPumpCounterMs(),
        row.getLongestGapMs(),
        row.getFirstTreatmentAt() == null ? "-" : row.getFirstTreatmentAt().toString(),
        row.getLastTreatmentAt() == null ? "-" : row.getLastTreatmentAt().toString(),
        row.getRevenue().stream().map(UsageOracleTest::text).toList().toString());
  }

  private static String text(AmountRange amount) {
    return amount.getCurrency() + " " + amount.getLowMinor() + ".." + amount.getHighMinor();
  }

  private static String line(SessionSummary row) {
    ChannelSummary channel = row.getVacuum() == null ? row.getCurrent() : row.getVacuum();
    String outcome = row.getAborted() ? "aborted" : row.getCounts() ? "completed" : "test";
    return UsageOracle.sessionLine(
        row.getSessionId(),
        row.getStartedAt(),
        row.getEndedAt(),
        row.getEndReason().name(),
        row.getTreatingMs(),
        row.getPauseCount(),
        row.getPausedMs(),
        row.getSamplesReceived(),
        row.getSamplesBad(),
        row.getSamplesExpected(),
        row.getGaps().stream()
            .map(gap -> gap.getFromElapsedMs() + "-" + gap.getToElapsedMs())
            .toList()
            .toString(),
        channel == null ? 0 : channel.getSumUnitMs(),
        outcome,
        row.getListPrice() == null ? "-" : text(row.getListPrice()));
  }
}
