package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clinictelemetry.avro.AmountRange;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.ListPrice;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.OpeningPeriod;
import io.clinictelemetry.avro.OpeningTime;
import io.clinictelemetry.avro.PriceList;
import io.clinictelemetry.avro.PricePer;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.avro.SessionGap;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rows tell beside treating time. T0 is a Monday, 9:00 UTC. */
class UtilisationTest {

  private static final int MINUTE_MS = 60_000;
  private static final int HOUR_MS = 60 * MINUTE_MS;

  private final Pipeline pipeline = Pipeline.usage();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  private static Clinic clinic(List<OpeningPeriod> opening, List<PriceList> prices) {
    return Clinic.newBuilder()
        .setClinicId("clinic-1")
        .setName("Clinic")
        .setTimeZones(List.of(new TimeZonePeriod(Instant.EPOCH, "UTC")))
        .setOpeningHours(opening)
        .setPriceLists(prices)
        .build();
  }

  private static OpeningPeriod mondays(long fromMs, int opensHour, int closesHour) {
    return new OpeningPeriod(
        Instant.ofEpochMilli(fromMs), List.of(new OpeningTime(1, opensHour * 60, closesHour * 60)));
  }

  private static PriceList prices(long fromMs, long low, long high) {
    return new PriceList(
        Instant.ofEpochMilli(fromMs),
        "EUR",
        List.of(
            new ListPrice(
                Modality.MICRODERMABRASION, DeviceClass.SALON, low, high, PricePer.SESSION)));
  }

  private static <V> V last(List<TestRecord<String, V>> records) {
    return records.get(records.size() - 1).value();
  }

  @Test
  void aDayTellsBothUtilisationsThePerformanceAndTheRevenue() {
    pipeline.register("d1", DeviceClass.SALON, "Lumen");
    pipeline.clinic(clinic(List.of(mondays(0, 9, 11)), List.of(prices(0, 80_00, 150_00))));
    TestDevice device = device("d1").startsSession("s1");
    for (int minute = 0; minute < 6; minute++) {
      device.suction(45_000, 30).freeAir(15_000, 2);
    }
    device.endsSession();
    for (int i = 0; i <= 6; i++) { // twelve minutes of them
      device.pauses(2 * MINUTE_MS).heartbeat(state(DeviceState.FAULT));
    }
    pipeline.append(device.sent()).tick(T0 + 60 * MINUTE_MS);

    DeviceUsage day = last(pipeline.days());
    assertThat(day.getWindow()).isEqualTo(UsageWindow.DAY);
    assertThat(day.getWindowStart()).isEqualTo("2026-03-02T00:00:00Z");
    assertThat(day.getWindowEnd()).isEqualTo("2026-03-03T00:00:00Z");
    assertThat(day.getModel()).isEqualTo("Lumen");
    assertThat(day.getDeviceClass()).isEqualTo(DeviceClass.SALON);
    assertThat(day.getModality()).isEqualTo(Modality.MICRODERMABRASION);
    assertThat(day.getAvailableMs()).isEqualTo(120L * MINUTE_MS);
    assertThat(day.getUnscheduledDowntimeMs()).isEqualTo(12L * MINUTE_MS);
    assertThat(day.getScheduledDowntimeMs()).isZero();
    assertThat(day.getSessionMs()).isEqualTo(6L * MINUTE_MS);
    assertThat(day.getPoweredMs()).isEqualTo(20L * MINUTE_MS);
    assertThat(day.getTreatingMs()).isEqualTo(6L * 45_000);
    assertThat(day.getUtilisationOfPlannedRatio()).isEqualTo(6.0 / 120);
    assertThat(day.getUtilisationOfUptimeRatio()).isEqualTo(6.0 / (120 - 12));
    assertThat(day.getPerformanceRatio()).isEqualTo(0.75);
    assertThat(day.getLongestGapMs()).isEqualTo(15_000);
    assertThat(day.getFirstTreatmentAt()).isEqualTo(Instant.ofEpochMilli(T0));
    assertThat(day.getLastTreatmentAt())
        .isEqualTo(Instant.ofEpochMilli(T0 + 6 * MINUTE_MS - 15_000));
    assertThat(day.getSessionsCompleted()).isEqualTo(1);
    assertThat(day.getRevenue()).containsExactly(new AmountRange("EUR", 80_00L, 150_00L));
    DeviceUsage hour = last(pipeline.hours());
    assertThat(hour.getAvailableMs()).isEqualTo(60L * MINUTE_MS);
    assertThat(hour.getUtilisationOfPlannedRatio()).isEqualTo(0.1);
  }

  private static ServiceEvent service(String id, long startedAtMs, long doneAtMs) {
    return ServiceEvent.newBuilder()
        .setEventId(id)
        .setDeviceId("d1")
        .setKind(ServiceKind.SERVICED)
        .setStartedAt(Instant.ofEpochMilli(startedAtMs))
        .setDoneAt(Instant.ofEpochMilli(doneAtMs))
        .build();
  }

  /** Six minutes in session from nine o'clock on, in a clinic that is open from nine to eleven. */
  private void sixMinutes() {
    pipeline.clinic(clinic(List.of(mondays(0, 9, 11)), List.of()));
    TestDevice device = device("d1").startsSession("s1").suction(6 * MINUTE_MS, 30).endsSession();
    pipeline.append(device.sent()).tick(T0 + 10 * MINUTE_MS);
  }

  @Test
  void timeInServiceIsNotAvailableHoweverLateItIsTold() {
    sixMinutes();
    assertThat(last(pipeline.days()).getUtilisationOfPlannedRatio()).isEqualTo(6.0 / 120);

    // Half of it while the clinic is closed, and some in an hour in which the device gave no sign.
    ServiceEvent service = service("e1", T0 - 30 * MINUTE_MS, T0 + 90 * MINUTE_MS);
    pipeline.service(service, T0 + 95 * MINUTE_MS).tick(T0 + 95 * MINUTE_MS);
    DeviceUsage day = last(pipeline.days());
    assertThat(day.getScheduledDowntimeMs()).isEqualTo(90L * MINUTE_MS);
    assertThat(day.getUtilisationOfPlannedRatio()).isEqualTo(6.0 / 30);
    assertThat(day.getUtilisationOfUptimeRatio()).isEqualTo(6.0 / 30);
    DeviceUsage hour = last(pipeline.hours());
    assertThat(hour.getScheduledDowntimeMs()).isEqualTo(60L * MINUTE_MS);
    assertThat(hour.getUtilisationOfPlannedRatio()).isNull();

    pipeline.service(service, T0 + 96 * MINUTE_MS).tick(T0 + 96 * MINUTE_MS);
    assertThat(pipeline.days()).as("told twice").isEmpty();
    assertThat(pipeline.hours()).as("told twice").isEmpty();

    ServiceEvent withdrawn =
        ServiceEvent.newBuilder(service).setWithdrawn(true).setRevision(2).build();
    pipeline.service(withdrawn, T0 + 97 * MINUTE_MS).tick(T0 + 97 * MINUTE_MS);
    DeviceUsage again = last(pipeline.days());
    assertThat(again.getScheduledDowntimeMs()).isZero();
    assertThat(again.getRevision()).isEqualTo(day.getRevision() + 1);
    assertThat(last(pipeline.hours()).getUtilisationOfPlannedRatio()).isEqualTo(6.0 / 60);
  }

  @Test
  void aFaultThatADeviceShowsInServiceIsNoBreakdown() {
    pipeline.clinic(clinic(List.of(mondays(0, 9, 11)), List.of()));
    pipeline.service(service("e1", T0 + 4 * MINUTE_MS, T0 + 20 * MINUTE_MS), T0 + 21 * MINUTE_MS);
    TestDevice device = device("d1");
    for (int i = 0; i <= 5; i++) {
      device.heartbeat(state(DeviceState.FAULT)).pauses(2 * MINUTE_MS);
    }
    pipeline.append(device.sent()).tick(T0 + 30 * MINUTE_MS);
    DeviceUsage day = last(pipeline.days());
    assertThat(day.getUnscheduledDowntimeMs()).isEqualTo(4L * MINUTE_MS);
    assertThat(day.getScheduledDowntimeMs()).isEqualTo(16L * MINUTE_MS);
  }

  @Test
  void serviceEventsThatCannotBeChangeNothingAndStopNothing() {
    sixMinutes();
    ServiceEvent good = service("e1", T0, T0 + 30 * MINUTE_MS);
    byte[] d1 = "d1".getBytes(StandardCharsets.UTF_8);
    assertThat(pipeline.days()).isNotEmpty();
    pipeline
        .service(d1, new byte[] {1, 2, 3}, T0)
        .service(d1, null, T0)
        .service(null, new byte[] {0}, T0)
        .service(
            "d1\nx".getBytes(StandardCharsets.UTF_8),
            pipeline.bytes(TopicCatalogue.SERVICE_EVENTS, good),
            T0 + HOUR_MS)
        .service(service("e2", T0 + 30 * MINUTE_MS, T0), T0 + 40 * MINUTE_MS)
        .service(service("e3", T0, T0 + 30 * MINUTE_MS), T0 + 28 * MINUTE_MS)
        .service(ServiceEvent.newBuilder(good).setKind(ServiceKind.UNKNOWN).build(), T0 + HOUR_MS)
        .service(ServiceEvent.newBuilder(good).setDeviceId("d2").build(), T0 + HOUR_MS)
        .tick(T0 + 61 * MINUTE_MS);
    assertThat(pipeline.days()).isEmpty();

    pipeline.service(good, T0 + HOUR_MS).tick(T0 + 62 * MINUTE_MS);
    assertThat(last(pipeline.days()).getScheduledDowntimeMs()).isEqualTo(30L * MINUTE_MS);
  }

  private static Heartbeat state(DeviceState state) {
    return Heartbeat.newBuilder().setState(state).build();
  }

  @Test
  void whatAClinicChangesFromTodayOnLeavesTheRowsOfThePastAsTheyWere() {
    pipeline.register("d1", DeviceClass.SALON, "Lumen");
    long weekMs = 7L * 24 * 60 * MINUTE_MS;
    OpeningPeriod opening = mondays(0, 9, 17);
    PriceList list = prices(0, 80_00, 150_00);
    pipeline.clinic(clinic(List.of(opening), List.of(list)));
    TestDevice device = device("d1").startsSession("s1").suction(30_000, 30).endsSession();
    Sent late = device.sent().get(3);
    int ofFirst = device.sent().size();
    pipeline.append(device.sent().subList(0, 3));
    pipeline.append(device.sent().subList(4, device.sent().size())).tick(T0 + 60 * MINUTE_MS);
    DeviceUsage before = last(pipeline.days());

    pipeline.clinic(
        clinic(
            List.of(opening, mondays(T0 + weekMs, 10, 12)),
            List.of(list, prices(T0 + weekMs, 95_00, 170_00))));
    pipeline.append(late.resentLater(weekMs)).tick(T0 + weekMs + 60 * MINUTE_MS);
    DeviceUsage corrected = last(pipeline.days());
    device.at(T0 + weekMs + 90 * MINUTE_MS).startsSession("s2").suction(30_000, 30).endsSession();
    pipeline.append(device.sent().subList(ofFirst, device.sent().size()));
    DeviceUsage next = last(pipeline.days());

    assertThat(before.getTreatingMs()).isEqualTo(29_000);
    assertThat(corrected.getTreatingMs()).isEqualTo(30_000);
    assertThat(corrected.getRevision()).isGreaterThan(before.getRevision());
    assertThat(corrected.getAvailableMs()).isEqualTo(before.getAvailableMs());
    assertThat(corrected.getRevenue())
        .isEqualTo(before.getRevenue())
        .containsExactly(new AmountRange("EUR", 80_00L, 150_00L));
    assertThat(next.getAvailableMs()).isEqualTo(2 * 60L * MINUTE_MS);
    assertThat(next.getRevenue()).containsExactly(new AmountRange("EUR", 95_00L, 170_00L));
  }

  @Test
  void withoutOpeningHoursThereIsNoUtilisation() {
    pipeline.append(device("d1").startsSession("s1").suction(20_000, 30).endsSession().sent());

    DeviceUsage day = last(pipeline.days());
    assertThat(day.getAvailableMs()).isNull();
    assertThat(day.getUtilisationOfPlannedRatio()).isNull();
    assertThat(day.getUtilisationOfUptimeRatio()).isNull();
    assertThat(day.getPerformanceRatio()).isEqualTo(1);
    assertThat(day.getModel()).isEmpty();
    assertThat(day.getRevenue()).as("nobody knows what class the device is of").isEmpty();
  }

  @Test
  void aSessionTellsItsDistributionDosePausesGapsAndPrice() {
    pipeline.register("d1", DeviceClass.MEDICAL, "Meridian");
    TestDevice device = device("d1").startsSession("s1").suction(30_000, 30);
    device.freeAir(12_000, 2).suction(10_000, 40).loses(2).pauses(2_000).endsSession();
    pipeline.append(device.sent()).tick(T0 + 60 * MINUTE_MS);

    SessionSummary session = last(pipeline.sessions());
    assertThat(session.getModel()).isEqualTo("Meridian");
    assertThat(session.getVacuum().getMean()).isEqualTo(32_500);
    assertThat(session.getVacuum().getP50()).isEqualTo(30_250);
    assertThat(session.getVacuum().getP95()).as("not above the maximum").isEqualTo(40_000);
    assertThat(session.getVacuum().getHistogram())
        .extracting(bucket -> bucket.getStart() + " " + bucket.getDurationMs())
        .containsExactly("30000 30000", "40000 10000");
    assertThat(session.getDoseKpaS()).isEqualTo(30 * 30 + 10 * 40);
    assertThat(session.getChargeC()).isNull();
    assertThat(session.getPauseCount()).isEqualTo(1);
    assertThat(session.getPausedMs()).isEqualTo(12_000);
    assertThat(session.getSamplesReceived()).isEqualTo(520);
    assertThat(session.getSamplesExpected()).isEqualTo(540);
    assertThat(session.getGaps()).containsExactly(new SessionGap(52_000L, 54_000L));
    assertThat(session.getMissingMs()).isEqualTo(2_000);
    assertThat(session.getPoweredMs()).isEqualTo(54_000);
    assertThat(session.getCounts()).isTrue();
    assertThat(session.getListPrice()).isEqualTo(new AmountRange("GBP", 100_00L, 300_00L));
  }

  @Test
  void aSessionBelowAFifthOfItsPlanWasAbortedAndDoesNotCount() {
    pipeline.append(device("d1").startsSession("s1").suction(11_900, 30).endsSession().sent());
    pipeline.append(device("d2").startsSession("s1").suction(12_000, 30).endsSession().sent());

    assertThat(pipeline.sessions())
        .filteredOn(row -> row.value().getEndedAt() != null)
        .extracting(
            row -> row.key(), row -> row.value().getAborted(), row -> row.value().getCounts())
        .containsExactly(tuple("d1/s1", true, false), tuple("d2/s1", false, true));
    assertThat(pipeline.days())
        .filteredOn(
            row -> row.value().getSessionsAborted() + row.value().getSessionsCompleted() > 0)
        .extracting(
            row -> row.value().getSessionsAborted(), row -> row.value().getSessionsCompleted())
        .containsExactly(tuple(1L, 0L), tuple(0L, 1L));
  }

  @Test
  void chargeIsToldOfCurrent() {
    pipeline.append(
        device("d1").startsCurrentSession("s1").current(20_000, 300).endsSession().sent());

    SessionSummary session = last(pipeline.sessions());
    assertThat(session.getChargeC()).isEqualTo(0.006);
    assertThat(session.getDoseKpaS()).isNull();
    assertThat(session.getPoweredMs()).isEqualTo(20_000);
  }
}
