package io.clinictelemetry.sinks.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.clinictelemetry.avro.AmountRange;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.postgres.TopicWriter;
import io.clinictelemetry.sinks.usage.UsageQuestion.Granularity;
import io.clinictelemetry.sinks.usage.UsageQuestion.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sums of random rows in a real PostgreSQL, compared with sums made by hand. */
class UsageQueriesTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 27);
  private static final int DAYS = 5;
  private static final Instant FROM = Instant.parse("2026-03-20T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-04-10T00:00:00Z");
  private static final Map<String, String> ZONES =
      Map.of(
          "berlin",
          "Europe/Berlin",
          "kathmandu",
          "Asia/Kathmandu",
          "lord-howe",
          "Australia/Lord_Howe");

  private final Random random = new Random(7);
  private final List<DeviceUsage> days = new ArrayList<>();
  private Database database;
  private UsageQueries queries;

  @BeforeEach
  void fill() {
    database = TestDatabase.create();
    queries = new UsageQueries(database.jdbi());
    TopicWriter writer = new TopicWriter(database.jdbi());
    ZONES.forEach(
        (clinic, zone) ->
            writer.write(TopicCatalogue.CLINICS, Records.clinic(clinic, "Clinic " + clinic, zone)));
    for (String clinic : ZONES.keySet()) {
      for (int device = 0; device < 3; device++) {
        for (int day = 0; day < DAYS; day++) {
          DeviceUsage usage = usage(clinic, device, FIRST.plusDays(day));
          days.add(usage);
          writer.write(TopicCatalogue.USAGE_DAILY, usage);
        }
      }
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private DeviceUsage usage(String clinic, int device, LocalDate day) {
    ZoneId zone = ZoneId.of(ZONES.get(clinic));
    Instant start = day.atStartOfDay(zone).toInstant();
    DeviceUsage usage =
        Records.usage(
            clinic + "-" + device, clinic, zone.getId(), start, random.nextInt(9_000_000), 1);
    usage.setWindow(UsageWindow.DAY);
    usage.setWindowEnd(day.plusDays(1).atStartOfDay(zone).toInstant());
    usage.setModel("model-" + device % 2);
    usage.setModality(device == 0 ? Modality.MICROCURRENT : Modality.MICRODERMABRASION);
    usage.setSessionMs(usage.getTreatingMs() + random.nextInt(3_600_000));
    usage.setPoweredMs(usage.getSessionMs());
    usage.setUnassignedTreatingMs((long) random.nextInt(1_000));
    usage.setSessionsCompleted((long) random.nextInt(9));
    usage.setAvailableMs(device == 2 ? null : 36_000_000L);
    usage.setUnscheduledDowntimeMs(device == 1 ? 3_600_000L : 0L);
    List<AmountRange> revenue = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      String usual = clinic.equals("berlin") ? "EUR" : "GBP";
      revenue.add(new AmountRange(usual, (long) random.nextInt(900), 1_000L));
      if (random.nextInt(4) == 0) {
        revenue.add(new AmountRange("USD", (long) random.nextInt(900), 1_000L));
      }
    }
    usage.setRevenue(revenue);
    return usage;
  }

  private UsageQuestion asking(Granularity granularity, Group group, int limit) {
    return asking(granularity, group, Optional.empty(), limit);
  }

  private static UsageQuestion asking(
      Granularity granularity, Group group, Optional<UsageQuestion.Place> after, int limit) {
    return new UsageQuestion(
        FROM,
        TO,
        granularity,
        group,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        after,
        limit);
  }

  @Test
  void everySumIsThatOfTheRowsOfDevicesAndEveryRatioThatOfTheSums() {
    Map<Group, Function<DeviceUsage, String>> keys =
        Map.of(
            Group.DEVICE, DeviceUsage::getDeviceId,
            Group.CLINIC, DeviceUsage::getClinicId,
            Group.MODALITY, usage -> usage.getModality().name(),
            Group.MODEL, DeviceUsage::getModel,
            Group.FLEET, usage -> "fleet");
    keys.forEach(
        (group, key) -> {
          for (Granularity granularity : List.of(Granularity.DAY, Granularity.TOTAL)) {
            Map<String, List<DeviceUsage>> expected =
                days.stream()
                    .collect(
                        Collectors.groupingBy(
                            usage -> window(usage, granularity) + " " + key.apply(usage),
                            TreeMap::new,
                            Collectors.toList()));
            List<UsageRow> rows = queries.rows(asking(granularity, group, 1_000));
            assertThat(rows)
                .extracting(row -> row.window() + " " + row.key())
                .containsExactlyElementsOf(expected.keySet());
            rows.forEach(row -> same(row, expected.get(row.window() + " " + row.key())));
          }
        });
  }

  private static String window(DeviceUsage usage, Granularity granularity) {
    return granularity == Granularity.TOTAL
        ? "total"
        : usage.getWindowStart().atZone(ZoneId.of(usage.getZoneId())).toLocalDate().toString();
  }

  private static void same(UsageRow row, List<DeviceUsage> of) {
    long session = of.stream().mapToLong(DeviceUsage::getSessionMs).sum();
    long treating = of.stream().mapToLong(DeviceUsage::getTreatingMs).sum();
    long unassigned = of.stream().mapToLong(DeviceUsage::getUnassignedTreatingMs).sum();
    List<Long> open =
        of.stream().map(DeviceUsage::getAvailableMs).filter(ms -> ms != null).toList();
    long available = open.stream().mapToLong(Long::longValue).sum();
    long down = of.stream().mapToLong(DeviceUsage::getUnscheduledDowntimeMs).sum();
    assertThat(row.sessionMs()).isEqualTo(session);
    assertThat(row.treatingMs()).isEqualTo(treating);
    assertThat(row.devices())
        .isEqualTo((int) of.stream().map(DeviceUsage::getDeviceId).distinct().count());
    assertThat(row.availableMs()).isEqualTo(open.isEmpty() ? null : available);
    assertThat(row.sessionsCompleted())
        .isEqualTo(of.stream().mapToLong(DeviceUsage::getSessionsCompleted).sum());
    assertThat(row.utilisationOfPlanned())
        .isEqualTo(available > 0 ? (double) session / available : null);
    assertThat(row.utilisationOfUptime())
        .isEqualTo(available > down ? (double) session / (available - down) : null);
    assertThat(row.performance()).isEqualTo((double) (treating - unassigned) / session);
    assertThat(row.revenue().replace(" ", "")).isEqualTo(revenue(of));
  }

  private static String revenue(List<DeviceUsage> of) {
    Map<String, long[]> sums = new TreeMap<>();
    of.stream()
        .flatMap(usage -> usage.getRevenue().stream())
        .forEach(
            range -> {
              long[] sum = sums.computeIfAbsent(range.getCurrency(), c -> new long[2]);
              sum[0] += range.getLowMinor();
              sum[1] += range.getHighMinor();
            });
    return sums.entrySet().stream()
        .map(
            sum ->
                "{\"currency\":\"%s\",\"low_minor\":%d,\"high_minor\":%d}"
                    .formatted(sum.getKey(), sum.getValue()[0], sum.getValue()[1]))
        .sorted()
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void pageByPageItIsTheSame() {
    for (Granularity granularity : List.of(Granularity.DAY, Granularity.TOTAL)) {
      List<UsageRow> all = queries.rows(asking(granularity, Group.DEVICE, 1_000));
      List<UsageRow> pages = new ArrayList<>();
      Optional<UsageQuestion.Place> after = Optional.empty();
      List<UsageRow> page;
      do {
        page = queries.rows(asking(granularity, Group.DEVICE, after, 4));
        pages.addAll(page);
        after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).place());
      } while (!page.isEmpty());

      assertThat(pages).isEqualTo(all);
    }
  }

  @Test
  void aPageOfAYearReadsTheDaysOnItAndNotTheYear() {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  INSERT INTO usage_daily (device_id, window_start, window_end, clinic_id, zone_id,
                    treating_ms, unassigned_treating_ms, sessions_started, revision, window_local)
                  SELECT 'year-' || device, day, day + interval '1 day', 'clinic-' || device % 10, 'UTC',
                    3600000, 0, 1, 1, day AT TIME ZONE 'UTC'
                  FROM generate_series(1, 100) AS device,
                    generate_series(timestamptz '2025-01-01Z', '2025-12-31Z', '1 day') AS day""");
              handle.execute("ANALYZE usage_daily");
            });
    UsageQuestion year =
        new UsageQuestion(
            Instant.parse("2025-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:00Z"),
            Granularity.DAY,
            Group.CLINIC,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            20);

    assertThat(queries.rows(year)).hasSize(20).allMatch(row -> row.sessionsStarted() == 10);

    // PostgreSQL counts what it reads of an index, and says so about a second later.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(rowsReadBy("usage_daily_by_day"))
                    .as("rows read for 20 sums of 10")
                    .isBetween(200L, 400L));
  }

  private long rowsReadBy(String index) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = :index")
                    .bind("index", index)
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void anHourIsNamedByTheClockOnTheWall() {
    TopicWriter writer = new TopicWriter(database.jdbi());
    Instant quarter = Instant.parse("2026-03-29T04:15:00Z");
    writer.write(
        TopicCatalogue.USAGE_HOURLY,
        Records.usage("kathmandu-0", "kathmandu", "Asia/Kathmandu", quarter, 60_000, 1));
    writer.write(
        TopicCatalogue.USAGE_HOURLY,
        Records.usage(
            "kathmandu-0",
            "kathmandu",
            "Asia/Kathmandu",
            quarter.plus(7, ChronoUnit.DAYS),
            30_000,
            1));

    assertThat(queries.rows(asking(Granularity.HOUR, Group.CLINIC, 10)))
        .extracting(UsageRow::window, UsageRow::windowLocal, UsageRow::name)
        .containsExactly(
            tuple("2026-03-29T04:15Z", "2026-03-29T10:00:00+05:45", "Clinic kathmandu"),
            tuple("2026-04-05T04:15Z", "2026-04-05T10:00:00+05:45", "Clinic kathmandu"));
    assertThat(queries.heat(FROM, TO, Optional.of("kathmandu")))
        .containsExactly(new UsageQueries.HeatCell(7, 10, 0, 90_000, null));
    assertThat(queries.heat(FROM, TO, Optional.of("berlin"))).isEmpty();
  }

  @Test
  void csvHasUnitsInItsHeaderAndNoFormulas() {
    new TopicWriter(database.jdbi())
        .write(
            TopicCatalogue.CLINICS,
            Records.clinic("berlin", "=HYPERLINK(\"x\"),y", "Europe/Berlin"));

    List<String> lines =
        UsageCsv.of(queries.rows(asking(Granularity.TOTAL, Group.CLINIC, 10))).lines().toList();

    assertThat(lines).hasSize(1 + ZONES.size());
    assertThat(lines.get(0))
        .startsWith("window (local),window_start (UTC)")
        .contains("session (ms),treating (ms)", "utilisation_of_uptime (ratio)");
    assertThat(lines.get(1)).contains("\"'=HYPERLINK(\"\"x\"\"),y\"");
  }

  @Test
  void viewsForOtherToolsGiveTheSameSums() {
    List<UsageRow> fleet = queries.rows(asking(Granularity.DAY, Group.FLEET, 100));
    List<Map<String, Object>> view =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT day::text, round((session_h * 3.6e6)::numeric)::bigint AS ms,"
                                + " devices FROM utilisation_of_fleet ORDER BY day")
                        .mapToMap()
                        .list());

    assertThat(view).hasSize(DAYS);
    for (int i = 0; i < DAYS; i++) {
      assertThat(view.get(i).get("day")).isEqualTo(fleet.get(i).window());
      assertThat(view.get(i).get("ms")).isEqualTo(fleet.get(i).sessionMs());
      assertThat(view.get(i).get("devices")).isEqualTo((long) fleet.get(i).devices());
    }
    for (String name :
        List.of(
            "utilisation_by_device",
            "utilisation_by_clinic",
            "utilisation_by_modality",
            "utilisation_by_model",
            "alerts_per_session",
            "alerts_per_day",
            "alerts_per_hour",
            "utilisation_heatmap('2026-01-01', '2027-01-01')")) {
      database
          .jdbi()
          .useHandle(handle -> handle.createQuery("SELECT * FROM " + name).mapToMap().list());
    }
  }
}
