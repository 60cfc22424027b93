package io.clinictelemetry.sinks.usage;

import static io.clinictelemetry.sinks.Records.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.avro.ServicePlan;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.postgres.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far parts are from their service, from rows in a real PostgreSQL. */
class MaintenanceQueriesTest {

  private static final long HOUR_MS = 3_600_000;

  private Database database;
  private MaintenanceQueries queries;
  private TopicWriter writer;
  private int sessions;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    queries = new MaintenanceQueries(database.jdbi());
    writer = new TopicWriter(database.jdbi());
    writer.write(TopicCatalogue.CLINICS, Records.clinic("kathmandu", "Durbar", "Asia/Kathmandu"));
    device(Modality.MICRODERMABRASION, null);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void device(Modality modality, ServicePlan plan) {
    Device device = Records.device("d-1", "kathmandu", DeviceClass.SALON, modality);
    device.setServicePlan(plan);
    writer.write(TopicCatalogue.DEVICES, device);
  }

  private void treated(Instant at, double hours) {
    treated(Modality.MICRODERMABRASION, at, hours);
  }

  private void treated(Modality modality, Instant at, double hours) {
    SessionSummary session = Records.session("d-1", "s-" + ++sessions, 1);
    session.setModality(modality);
    session.setStartedAt(at);
    session.setTreatingMs(Math.round(hours * HOUR_MS));
    writer.write(TopicCatalogue.SESSIONS, session);
  }

  /** An hour and its day, each with what the pump's counter showed. */
  private void pumpShowed(Instant at, double hours) {
    DeviceUsage usage = Records.usage("d-1", "kathmandu", "Asia/Kathmandu", at, 0, 1);
    usage.setPumpCounterMs(Math.round(hours * HOUR_MS));
    writer.write(TopicCatalogue.USAGE_HOURLY, usage);
    writer.write(TopicCatalogue.USAGE_DAILY, usage);
  }

  private void done(ServiceKind kind, Instant at) {
    done(Records.service("d-1", kind + "-" + at, kind, at));
  }

  private void done(ServiceEvent event) {
    writer.write(TopicCatalogue.SERVICE_EVENTS, "d-1", NOON.plus(Duration.ofDays(1)), event);
  }

  private static Instant daysAgo(double days) {
    return NOON.minusMillis(Math.round(days * 24 * HOUR_MS));
  }

  private List<MaintenanceRow> all(Instant at) {
    return queries.rows(
        new MaintenanceQuestion(
            at, Optional.empty(), Optional.empty(), Optional.empty(), Integer.MAX_VALUE));
  }

  private MaintenanceRow part(String part) {
    return part(part, NOON);
  }

  private MaintenanceRow part(String part, Instant at) {
    return all(at).stream().filter(row -> row.part().equals(part)).findFirst().orElseThrow();
  }

  @Test
  void hasTheUsualIntervalsForADeviceWithoutAPlan() {
    device(Modality.MICRODERMABRASION, null);
    assertThat(all(NOON))
        .extracting(MaintenanceRow::part, MaintenanceRow::dueFrom, MaintenanceRow::unit)
        .containsExactlyInAnyOrder(
            tuple("FILTER", 10.0, "h"),
            tuple("TIP", 50.0, "sessions"),
            tuple("PUMP", 500.0, "h"),
            tuple("CALIBRATION", 365.0, "d"));
    assertThat(part("PUMP").overdueFrom()).isEqualTo(1_000);
    assertThat(part("FILTER").overdueFrom()).isEqualTo(11);
    assertThat(part("TIP").overdueFrom()).isEqualTo(55);
    device(Modality.MICROCURRENT, null);
    assertThat(all(NOON))
        .extracting(MaintenanceRow::part, MaintenanceRow::dueFrom, MaintenanceRow::unit)
        .containsExactlyInAnyOrder(
            tuple("ELECTRODES", 100.0, "h"), tuple("CALIBRATION", 365.0, "d"));
  }

  @Test
  void takesIntervalsFromThePlanAndWhatIsUsualForOnesThatCannotBe() {
    device(
        Modality.MICRODERMABRASION,
        ServicePlan.newBuilder()
            .setFilterHours(20)
            .setTipSessions(-3)
            .setPumpSoftHours(300)
            .setPumpHardHours(200)
            .setCalibrationMonths(6)
            .setOverduePct(150)
            .build());
    assertThat(part("FILTER").dueFrom()).isEqualTo(20);
    assertThat(part("FILTER").overdueFrom()).isEqualTo(30);
    assertThat(part("TIP").dueFrom()).isEqualTo(50);
    assertThat(part("PUMP").dueFrom()).isEqualTo(300);
    assertThat(part("PUMP").overdueFrom()).isEqualTo(300);
    assertThat(part("CALIBRATION").dueFrom()).isEqualTo(184); // from the first of May
    device(
        Modality.MICRODERMABRASION,
        ServicePlan.newBuilder().setFilterHours(0).setOverduePct(99).build());
    assertThat(part("FILTER").overdueFrom()).isCloseTo(11, within(1e-9));
  }

  @Test
  void isDueFromItsIntervalOnAndOverdueFromATenthMore() {
    treated(daysAgo(3), 10 - 1e-6);
    assertThat(part("FILTER").status()).isEqualTo("OK");
    treated(daysAgo(2), 1e-6);
    assertThat(part("FILTER").status()).isEqualTo("DUE");
    treated(daysAgo(1), 1 - 1e-6);
    assertThat(part("FILTER").status()).isEqualTo("DUE");
    treated(daysAgo(1), 1e-6);
    assertThat(part("FILTER").status()).isEqualTo("OVERDUE");
  }

  @Test
  void countsSinceTheLatestChangeHoweverLateItIsTold() {
    treated(daysAgo(20), 4);
    treated(daysAgo(10), 3);
    treated(daysAgo(1), 2);
    assertThat(part("FILTER").used()).isEqualTo(9);
    assertThat(part("FILTER").neverDone()).isTrue();
    done(ServiceKind.FILTER_CHANGED, daysAgo(5));
    assertThat(part("FILTER").used()).isEqualTo(2);
    done(ServiceKind.FILTER_CHANGED, daysAgo(15)); // of before, told afterwards
    assertThat(part("FILTER").used()).isEqualTo(2);
    assertThat(part("FILTER").since()).isEqualTo(daysAgo(5));
    assertThat(part("TIP").used()).isEqualTo(3); // another part
    assertThat(part("FILTER", daysAgo(6)).used()).isEqualTo(3); // as it was then
  }

  @Test
  void correctsItselfWhenReadingsComeLate() {
    done(ServiceKind.FILTER_CHANGED, daysAgo(5));
    treated(daysAgo(1), 2);
    SessionSummary late = Records.session("d-1", "s-1", 2);
    late.setStartedAt(daysAgo(1));
    late.setTreatingMs(3 * HOUR_MS);
    writer.write(TopicCatalogue.SESSIONS, late);
    assertThat(part("FILTER").used()).isEqualTo(3);
    assertThat(part("TIP").used()).isEqualTo(1);
  }

  @Test
  void countsOneToldTwiceOnceAndForgetsOneThatIsWithdrawn() {
    treated(daysAgo(10), 3);
    ServiceEvent change = Records.service("d-1", "e-1", ServiceKind.FILTER_CHANGED, daysAgo(5));
    done(change);
    done(change);
    assertThat(part("FILTER").used()).isZero();
    ServiceEvent withdrawn =
        ServiceEvent.newBuilder(change).setWithdrawn(true).setRevision(2).build();
    done(withdrawn);
    done(change); // again, after its correction
    assertThat(part("FILTER").used()).isEqualTo(3);
  }

  @Test
  void addsReadingsWithoutASessionOfTheSameKind() {
    DeviceUsage usage = Records.usage("d-1", "kathmandu", "Asia/Kathmandu", daysAgo(2), HOUR_MS, 1);
    usage.setUnassignedTreatingMs(HOUR_MS);
    usage.setModality(Modality.MICRODERMABRASION);
    writer.write(TopicCatalogue.USAGE_HOURLY, usage);
    treated(daysAgo(1), 2);
    treated(Modality.MICROCURRENT, daysAgo(1), 5);
    assertThat(part("FILTER").used()).isEqualTo(3);
    assertThat(part("TIP").used()).isEqualTo(1);
  }

  @Test
  void countsThePumpByItsOwnCounterSinceItsService() {
    treated(daysAgo(9), 1);
    assertThat(part("PUMP").used()).isEqualTo(1); // while it told none
    pumpShowed(daysAgo(8), 620);
    pumpShowed(daysAgo(6), 630);
    assertThat(part("PUMP").used()).isEqualTo(630);
    assertThat(part("PUMP").status()).isEqualTo("DUE");
    done(ServiceKind.SERVICED, daysAgo(5));
    assertThat(part("PUMP").used()).isZero();
    pumpShowed(daysAgo(2), 641);
    assertThat(part("PUMP").used()).isEqualTo(11);
    assertThat(part("PUMP").status()).isEqualTo("OK");
  }

  @Test
  void takesACounterThatFellForThatOfANewPump() {
    pumpShowed(daysAgo(8), 620);
    done(ServiceKind.SERVICED, daysAgo(5));
    pumpShowed(daysAgo(4), 2);
    pumpShowed(daysAgo(2), 9);
    assertThat(part("PUMP").used()).isEqualTo(9);
    pumpShowed(daysAgo(1), 701); // more than its predecessor had at its end
    assertThat(part("PUMP").used()).isEqualTo(701);
  }

  @Test
  void forecastsFromTheLast28Days() {
    treated(daysAgo(40), 3); // does not tell how it is used now
    treated(daysAgo(14), 4);
    DeviceUsage first =
        Records.usage("d-1", "kathmandu", "Asia/Kathmandu", daysAgo(40), 3 * HOUR_MS, 1);
    writer.write(TopicCatalogue.USAGE_DAILY, first);
    MaintenanceRow filter = part("FILTER");
    assertThat(filter.usedPerDay()).isCloseTo(4.0 / 28, within(1e-9));
    assertThat(filter.dueForecast()).isEqualTo(NOON.plus(Duration.ofDays(21)));
    assertThat(filter.dueForecastLocal()).isEqualTo("2026-03-23T17:45:00+05:45");
    assertThat(filter.overdueForecast()).isEqualTo(NOON.plus(Duration.ofDays(28)));
    treated(daysAgo(14), 4);
    assertThat(part("FILTER").dueForecast()).isNull();
    assertThat(part("FILTER").status()).isEqualTo("OVERDUE");
    assertThat(part("FILTER").overdueForecast()).isNull();
  }

  @Test
  void forecastsFromTheDaysThatAreKnownWhereThereAreFewer() {
    writer.write(
        TopicCatalogue.USAGE_DAILY,
        Records.usage("d-1", "kathmandu", "Asia/Kathmandu", daysAgo(4), HOUR_MS, 1));
    treated(daysAgo(4), 2);
    assertThat(part("FILTER").usedPerDay()).isEqualTo(0.5);
    assertThat(part("FILTER").dueForecast()).isEqualTo(NOON.plus(Duration.ofDays(16)));
  }

  @Test
  void forecastsNothingForWhatIsNotUsed() {
    assertThat(part("FILTER").dueForecast()).isNull();
    assertThat(part("FILTER").overdueForecast()).isNull();
  }

  @Test
  void ofCalibrationCountsDaysSinceItOrSinceCommissioning() {
    assertThat(part("CALIBRATION").status()).isEqualTo("OVERDUE");
    assertThat(part("CALIBRATION").since()).isEqualTo(Instant.parse("2024-05-01T00:00:00Z"));
    Instant calibrated = Instant.parse("2025-03-02T12:00:00Z");
    done(ServiceKind.CALIBRATED, calibrated);
    assertThat(part("CALIBRATION").status()).isEqualTo("DUE");
    MaintenanceRow before = part("CALIBRATION", NOON.minusSeconds(1));
    assertThat(before.status()).isEqualTo("OK");
    assertThat(before.dueForecast()).isEqualTo(NOON);
  }

  @Test
  void isDueWhileAnAlertTellsThatThePartIsWorn() {
    done(ServiceKind.FILTER_CHANGED, daysAgo(2));
    Alert worn =
        Records.alert("a-1", "d-1").setRule("filter-clogging").setStartedAt(daysAgo(1)).build();
    writer.write(TopicCatalogue.ALERTS, worn);
    assertThat(part("FILTER").worn()).isTrue();
    assertThat(part("FILTER").status()).isEqualTo("DUE");
    assertThat(part("PUMP").worn()).isFalse();
    done(ServiceKind.FILTER_CHANGED, daysAgo(0.5));
    assertThat(part("FILTER").status()).isEqualTo("OK");
  }

  @Test
  void givesWhatIsMostUrgentFirstAndOnlyWhatIsAskedFor() {
    treated(daysAgo(1), 10.5);
    pumpShowed(daysAgo(1), 3);
    assertThat(all(NOON))
        .extracting(MaintenanceRow::part)
        .startsWith("CALIBRATION", "FILTER", "TIP");
    List<MaintenanceRow> soon =
        queries.rows(
            new MaintenanceQuestion(
                NOON,
                Optional.of("kathmandu"),
                Optional.of("d-1"),
                Optional.of(NOON.plus(Duration.ofDays(28))),
                2));
    assertThat(soon)
        .extracting(MaintenanceRow::part, MaintenanceRow::clinicName)
        .containsExactly(tuple("CALIBRATION", "Durbar"), tuple("FILTER", "Durbar"));
    assertThat(
            queries.rows(
                new MaintenanceQuestion(
                    NOON, Optional.of("other"), Optional.empty(), Optional.empty(), 9)))
        .isEmpty();
  }

  @Test
  void keepsWhatIsToldOfADeviceThatIsNotKnownYet() {
    writer.write(
        TopicCatalogue.SERVICE_EVENTS,
        "d-2",
        NOON,
        Records.service("d-2", "e-1", ServiceKind.CALIBRATED, daysAgo(1)));
    assertThat(queries.unknownDevices()).containsExactly("d-2");
    writer.write(
        TopicCatalogue.DEVICES,
        Records.device("d-2", "nowhere", DeviceClass.HOME, Modality.MICROCURRENT));
    assertThat(queries.unknownDevices()).isEmpty();
    assertThat(all(NOON))
        .filteredOn(row -> row.deviceId().equals("d-2") && row.part().equals("CALIBRATION"))
        .singleElement()
        .satisfies(row -> assertThat(row.used()).isEqualTo(1))
        .satisfies(row -> assertThat(row.clinicName()).isEqualTo("nowhere"));
  }

  @Test
  void saysTheUnitOfEveryColumnInCsv() {
    treated(daysAgo(1), 10.5);
    assertThat(MaintenanceCsv.of(List.of(part("FILTER"))).lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("used (unit)", "due_forecast (UTC)");
  }

  @Test
  void theViewTellsTheSameAsOfNow() {
    List<String> overdue =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT part FROM maintenance_by_device WHERE status = 'OVERDUE'")
                        .mapTo(String.class)
                        .list());
    assertThat(overdue).containsExactly("CALIBRATION");
  }
}
