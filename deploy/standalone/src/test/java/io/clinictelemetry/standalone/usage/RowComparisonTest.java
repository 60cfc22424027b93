package io.clinictelemetry.standalone.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.ChannelSummary;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.HistogramBucket;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageRowKind;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.domain.usage.RebuiltAccounts.Compared;
import io.clinictelemetry.standalone.usage.RowComparison.Verdict;
import io.clinictelemetry.streams.usage.RebuiltState.Part;
import io.clinictelemetry.streams.usage.RebuiltState.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowComparisonTest {

  private static final Duration PUBLISHED_WITHIN = Duration.ofMinutes(1);
  private static final Instant RETAINED_FROM = Instant.parse("2026-03-02T08:30:00Z");
  private static final Instant CUT = Instant.parse("2026-03-02T18:00:00Z");
  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
  private static final Row ROW = new Row(UsageRowKind.HOUR, "d-1/" + TEN);
  private static final Instant PUBLISHED = TEN.plusSeconds(4_000);

  /** The last moment at which something published is behind all that is pending. */
  private static final Instant SETTLED = CUT.minus(PUBLISHED_WITHIN).minusMillis(1);

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://row-comparison"));
  private final LogCut all = cut(LogCut.ALWAYS);
  private final LogCut rest = cut(RETAINED_FROM.toEpochMilli() + LogCut.SLACK_MS);

  @AfterEach
  void close() {
    serdes.close();
  }

  private static LogCut cut(long wholeFromMs) {
    return new LogCut(List.of(new LogCut.Part(100, 9_000, wholeFromMs, CUT.toEpochMilli())));
  }

  private final class Side {
    private final Map<RowKind, RowHistory> rows = new EnumMap<>(RowKind.class);

    Side(LogCut cut) {
      for (RowKind kind : RowKind.values()) {
        rows.put(kind, new RowHistory(kind, serdes, cut));
      }
    }

    Side with(Instant published, SpecificRecord row) {
      RowKind kind = row instanceof SessionSummary ? RowKind.SESSIONS : RowKind.HOURS;
      rows.get(kind).add(key(row), bytes(kind, row), published.toEpochMilli());
      return this;
    }

    private static String key(SpecificRecord row) {
      return row instanceof SessionSummary session
          ? session.getDeviceId() + "/" + session.getSessionId()
          : RowKind.deviceId(row) + "/" + ((DeviceUsage) row).getWindowStart();
    }

    @SuppressWarnings("unchecked")
    private byte[] bytes(RowKind kind, SpecificRecord row) {
      Serializer<SpecificRecord> serializer =
          (Serializer<SpecificRecord>) serdes.serializer(kind.type());
      return serializer.serialize(kind.topic().name(), row);
    }
  }

  private static DeviceUsage hour(Instant start, long treatingMs, int revision) {
    return DeviceUsage.newBuilder()
        .setDeviceId("d-1")
        .setClinicId("c-1")
        .setWindow(UsageWindow.HOUR)
        .setWindowStart(start)
        .setWindowEnd(start.plus(Duration.ofHours(1)))
        .setZoneId("UTC")
        .setTreatingMs(treatingMs)
        .setUnassignedTreatingMs(0)
        .setSessionsStarted(1)
        .setRevision(revision)
        .build();
  }

  private static SessionSummary session(Instant start, Duration lasted, long... buckets) {
    return SessionSummary.newBuilder()
        .setDeviceId("d-1")
        .setSessionId("s-1")
        .setClinicId("c-1")
        .setModality(Modality.MICRODERMABRASION)
        .setProgramme("face")
        .setStatus(SessionStatus.CLOSED)
        .setStartedAt(start)
        .setEndedAt(start.plus(lasted))
        .setPlannedMs(lasted.toMillis())
        .setSessionMs(lasted.toMillis())
        .setTreatingMs(1_000)
        .setSamplesReceived(10)
        .setSamplesBad(0)
        .setVacuum(
            ChannelSummary.newBuilder()
                .setUnit("Pa")
                .setMin(1)
                .setMax(2)
                .setSumUnitMs(3)
                .setDurationMs(1_000)
                .setHistogram(
                    Arrays.stream(buckets).mapToObj(ms -> new HistogramBucket(500L, ms)).toList())
                .build())
        .setRevision(1)
        .build();
  }

  private static RowComparison compare(LogCut cut, Side live, Side rebuilt) {
    return new RowComparison(cut, PUBLISHED_WITHIN, live.rows, rebuilt.rows);
  }

  private static void assertOnly(RowComparison comparison, RowKind kind, Verdict verdict) {
    for (Verdict any : Verdict.values()) {
      assertThat(comparison.count(kind, any)).as(any.name()).isEqualTo(any == verdict ? 1 : 0);
    }
    assertThat(comparison.differences()).hasSize(verdict == Verdict.DIFFERENT ? 1 : 0);
  }

  @Test
  void rowsThatTellTheSameAreEqualWhateverTheirRevision() {
    RowComparison comparison =
        compare(
            all,
            new Side(all).with(PUBLISHED, hour(TEN, 60_000, 7)),
            new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3)));

    assertOnly(comparison, RowKind.HOURS, Verdict.EQUAL);
  }

  @Test
  void oneMillisecondIsADifferenceWithItsFieldAndBothValues() {
    RowComparison comparison =
        compare(
            all,
            new Side(all).with(PUBLISHED, hour(TEN, 60_001, 3)),
            new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3)));

    assertOnly(comparison, RowKind.HOURS, Verdict.DIFFERENT);
    assertThat(comparison.differences().get(0).fields())
        .containsExactly(new RowDifference.Field("treating_ms", 60_001L, 60_000L));
    assertThat(RebuildReport.lines(comparison, 20))
        .anyMatch(line -> line.matches(" +treating_ms +live 60001, rebuilt 60000"))
        .endsWith("1 row differs.");
  }

  @Test
  void aDifferenceDeepInARowIsNamed() {
    RowComparison comparison =
        compare(
            all,
            new Side(all).with(PUBLISHED, session(TEN, Duration.ofMinutes(5), 10, 20)),
            new Side(all).with(PUBLISHED, session(TEN, Duration.ofMinutes(5), 10, 30, 5)));

    assertOnly(comparison, RowKind.SESSIONS, Verdict.DIFFERENT);
    assertThat(comparison.differences().get(0).fields())
        .extracting(RowDifference.Field::name)
        .containsExactly(
            "vacuum.histogram[1].duration_ms",
            "vacuum.histogram[2].start",
            "vacuum.histogram[2].duration_ms");
  }

  @Test
  void aRowThatIsOnOneSideAloneDiffers() {
    Side one = new Side(all).with(PUBLISHED, hour(TEN, 60_000, 1));

    assertOnly(compare(all, one, new Side(all)), RowKind.HOURS, Verdict.DIFFERENT);
    assertOnly(compare(all, new Side(all), one), RowKind.HOURS, Verdict.DIFFERENT);
    assertThat(RebuildReport.lines(compare(all, new Side(all), one), 20))
        .contains("  hours d-1/2026-03-02T10:00:00Z (live missing, rebuilt revision 1)");
  }

  @Test
  void bothSidesAreTakenAsTheyWereAtTheCut() {
    RowComparison comparison =
        compare(
            all,
            new Side(all)
                .with(PUBLISHED, hour(TEN, 60_000, 1))
                .with(CUT, hour(TEN, 61_000, 2))
                .with(CUT.plusSeconds(9), hour(TEN, 70_000, 3)),
            new Side(all).with(PUBLISHED, hour(TEN, 60_000, 1)));

    assertOnly(comparison, RowKind.HOURS, Verdict.EQUAL);
  }

  @Test
  void aRowOfWhichOnlyLaterVersionsAreKeptIsMoving() {
    RowComparison comparison =
        compare(
            all,
            new Side(all).with(CUT, hour(TEN, 70_000, 3)),
            new Side(all).with(PUBLISHED, hour(TEN, 60_000, 1)));

    assertOnly(comparison, RowKind.HOURS, Verdict.MOVING);
    assertThat(
            compare(all, new Side(all).with(CUT, hour(TEN, 70_000, 3)), new Side(all))
                .count(RowKind.HOURS, Verdict.MOVING))
        .as("a row that was not there then")
        .isZero();
  }

  @Test
  void versionsOfOneMomentMustBeTheSameUpToTheCut() {
    Instant last = CUT.minusMillis(1);
    RowComparison comparison =
        compare(
            all,
            new Side(all).with(last, hour(TEN, 60_001, 3)),
            new Side(all).with(last, hour(TEN, 60_000, 3)));

    assertOnly(comparison, RowKind.HOURS, Verdict.DIFFERENT);
  }

  @Test
  void versionsOfTwoMomentsMustBeTheSameOnceNothingIsPending() {
    Side rebuilt = new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3));

    assertOnly(
        compare(all, new Side(all).with(SETTLED, hour(TEN, 60_001, 3)), rebuilt),
        RowKind.HOURS,
        Verdict.DIFFERENT);
    assertOnly(
        compare(all, new Side(all).with(SETTLED.plusMillis(1), hour(TEN, 60_001, 3)), rebuilt),
        RowKind.HOURS,
        Verdict.MOVING);
    assertOnly(
        compare(all, new Side(all).with(SETTLED.plusMillis(1), hour(TEN, 60_000, 3)), rebuilt),
        RowKind.HOURS,
        Verdict.EQUAL);
  }

  @Test
  void theHighestRevisionIsTheRow() {
    RowComparison comparison =
        compare(
            all,
            new Side(all)
                .with(PUBLISHED, hour(TEN, 60_000, 4))
                .with(PUBLISHED, hour(TEN, 50_000, 3)),
            new Side(all).with(PUBLISHED, hour(TEN, 60_000, 1)));

    assertOnly(comparison, RowKind.HOURS, Verdict.EQUAL);
  }

  @Test
  void aWindowThatBeganBeforeTheRetentionIsNotCompared() {
    Instant nine = Instant.parse("2026-03-02T09:00:00Z");
    Instant eight = Instant.parse("2026-03-02T08:00:00Z");
    Side live =
        new Side(rest)
            .with(PUBLISHED, hour(eight, 60_000, 1))
            .with(PUBLISHED, hour(eight.minus(Duration.ofDays(40)), 60_000, 1));
    Side rebuilt = new Side(rest).with(PUBLISHED, hour(eight, 10_000, 1));

    assertOnly(compare(rest, live, rebuilt), RowKind.HOURS, Verdict.NOT_WHOLE);
    assertOnly(
        compare(
            rest,
            new Side(rest).with(PUBLISHED, hour(nine, 60_000, 1)),
            new Side(rest).with(PUBLISHED, hour(nine, 10_000, 1))),
        RowKind.HOURS,
        Verdict.DIFFERENT);
  }

  @Test
  void aWindowThatASessionFromBeforeTheRetentionReachesIntoIsNotCompared() {
    SessionSummary before = session(RETAINED_FROM.minusSeconds(60), Duration.ofMinutes(100), 10);
    Side live = new Side(rest).with(PUBLISHED, before).with(PUBLISHED, hour(TEN, 60_000, 1));
    RowComparison comparison =
        compare(rest, live, new Side(rest).with(PUBLISHED, hour(TEN, 10_000, 1)));

    assertOnly(comparison, RowKind.HOURS, Verdict.NOT_WHOLE);
    assertThat(comparison.count(RowKind.SESSIONS, Verdict.NOT_WHOLE)).isEqualTo(1);
    Instant eleven = TEN.plus(Duration.ofHours(1));
    assertThat(
            compare(
                    rest,
                    new Side(rest).with(PUBLISHED, before).with(PUBLISHED, hour(eleven, 60_000, 1)),
                    new Side(rest).with(PUBLISHED, hour(eleven, 10_000, 1)))
                .count(RowKind.HOURS, Verdict.DIFFERENT))
        .isEqualTo(1);
  }

  @Test
  void nothingIsComparedOfAPartitionOfWhichNothingIsLeft() {
    LogCut nothing = cut(LogCut.NEVER);
    RowComparison comparison =
        compare(
            nothing, new Side(nothing).with(PUBLISHED, hour(TEN, 60_000, 1)), new Side(nothing));

    assertThat(comparison.compared(RowKind.HOURS)).isZero();
    assertThat(comparison.differences()).isEmpty();
  }

  @Test
  void theFirstDifferencesAreShownAndTheRestCounted() {
    Side live = new Side(all);
    for (int hour = 0; hour < 5; hour++) {
      live.with(PUBLISHED, hour(TEN.plus(Duration.ofHours(hour)), 60_000, 1));
    }
    RowComparison comparison = compare(all, live, new Side(all));

    assertThat(RebuildReport.lines(comparison, 2))
        .filteredOn(line -> line.startsWith("  hours "))
        .hasSize(2);
    assertThat(RebuildReport.lines(comparison, 2))
        .endsWith("  and 3 more; --all shows them", "5 rows differ.");
  }

  private Optional<String> obstacle(
      LogCut cut, Side live, Side rebuilt, Map<Row, Compared> compared) {
    RowComparison comparison = compare(cut, live, rebuilt);
    Part part =
        new Part(
            "d-1",
            TEN.toEpochMilli(),
            TEN.plus(Duration.ofHours(1)).toEpochMilli(),
            Set.of(ROW),
            List.of(),
            List.of());
    return new Publication(Map.of(), serdes, comparison, cut, Map.of(), line -> {})
        .compare(part, comparison.differences(), compared);
  }

  @Test
  void whatIsWholeAndQuietIsAskedForWithTheRevisionThatWasCompared() {
    Map<Row, Compared> compared = new HashMap<>();

    assertThat(
            obstacle(
                all,
                new Side(all).with(PUBLISHED, hour(TEN, 60_001, 7)),
                new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3)),
                compared))
        .isEmpty();
    assertThat(compared).containsExactly(Map.entry(ROW, new Compared(7, true)));
  }

  @Test
  void whatIsMissingIsAskedForWithoutARevision() {
    Map<Row, Compared> compared = new HashMap<>();

    assertThat(
            obstacle(
                all, new Side(all), new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3)), compared))
        .isEmpty();
    assertThat(compared).containsExactly(Map.entry(ROW, new Compared(0, true)));
  }

  @Test
  void whatMovedAfterTheCutIsNotAskedFor() {
    assertThat(
            obstacle(
                all,
                new Side(all).with(PUBLISHED, hour(TEN, 60_001, 7)).with(CUT, hour(TEN, 60_002, 8)),
                new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3)),
                new HashMap<>()))
        .contains("it is still moving");
  }

  @Test
  void whatIsNotWhollyRetainedIsNotAskedFor() {
    SessionSummary before = session(RETAINED_FROM.minusSeconds(60), Duration.ofMinutes(100), 10);

    assertThat(
            obstacle(
                rest,
                new Side(rest).with(PUBLISHED, before).with(PUBLISHED, hour(TEN, 60_001, 7)),
                new Side(rest).with(PUBLISHED, hour(TEN, 60_000, 3)),
                new HashMap<>()))
        .contains("not all of it is retained");
  }

  @Test
  void whatARowOverlapsThatTelemetryDoesNotTellOfIsNotAskedFor() {
    Instant halfPast = TEN.plus(Duration.ofMinutes(30));

    assertThat(
            obstacle(
                all,
                new Side(all)
                    .with(PUBLISHED, hour(TEN, 60_001, 7))
                    .with(PUBLISHED, hour(halfPast, 60_001, 7)),
                new Side(all).with(PUBLISHED, hour(TEN, 60_000, 3)),
                new HashMap<>()))
        .contains("telemetry does not tell of d-1/" + halfPast);
  }
}
