package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.device;
import static io.clinictelemetry.streams.testing.UsageOutput.finalHours;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Treating time in the hours of a clinic's own clock. */
class ClinicHoursTest {

  private final Pipeline pipeline = Pipeline.usage();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  /** Treats for 20 s around the instant. */
  private static TestDevice treatsAround(TestDevice device, String instant, String session) {
    return device
        .at(Instant.parse(instant).toEpochMilli() - 10_000)
        .startsSession(session)
        .suction(20_000, 30)
        .endsSession();
  }

  @Test
  void splitsAtTheQuarterWhereTheClockIsFiveHoursAndThreeQuartersAhead() {
    pipeline.clinic("clinic-1", "Asia/Kathmandu");
    pipeline.append(treatsAround(device("d1"), "2026-03-02T09:15:00Z", "s1").sent());

    assertThat(finalHours(pipeline))
        .containsExactly(
            "d1/2026-03-02T08:15:00Z until 2026-03-02T09:15:00Z Asia/Kathmandu treating 10000"
                + " unassigned 0 starts 1",
            "d1/2026-03-02T09:15:00Z until 2026-03-02T10:15:00Z Asia/Kathmandu treating 10000"
                + " unassigned 0 starts 0");
  }

  @Test
  void splitsWhereTheClockGoesBackByHalfAnHour() {
    pipeline.clinic("clinic-1", "Australia/Lord_Howe");
    TestDevice device = treatsAround(device("d1"), "2026-04-04T15:00:00Z", "s1");
    pipeline.append(treatsAround(device, "2026-04-04T15:30:00Z", "s2").sent());

    assertThat(finalHours(pipeline))
        .containsExactly(
            "d1/2026-04-04T14:00:00Z until 2026-04-04T15:00:00Z Australia/Lord_Howe treating"
                + " 10000 unassigned 0 starts 1",
            "d1/2026-04-04T15:00:00Z until 2026-04-04T15:30:00Z Australia/Lord_Howe treating"
                + " 20000 unassigned 0 starts 1",
            "d1/2026-04-04T15:30:00Z until 2026-04-04T16:30:00Z Australia/Lord_Howe treating"
                + " 10000 unassigned 0 starts 0");
  }

  @Test
  void splitsWhereTheClockGoesForwardByHalfAnHour() {
    pipeline.clinic("clinic-1", "Australia/Lord_Howe");
    TestDevice device = treatsAround(device("d1"), "2026-10-03T15:30:00Z", "s1");
    pipeline.append(treatsAround(device, "2026-10-03T16:00:00Z", "s2").sent());

    assertThat(finalHours(pipeline))
        .containsExactly(
            "d1/2026-10-03T14:30:00Z until 2026-10-03T15:30:00Z Australia/Lord_Howe treating"
                + " 10000 unassigned 0 starts 1",
            "d1/2026-10-03T15:30:00Z until 2026-10-03T16:00:00Z Australia/Lord_Howe treating"
                + " 20000 unassigned 0 starts 1",
            "d1/2026-10-03T16:00:00Z until 2026-10-03T17:00:00Z Australia/Lord_Howe treating"
                + " 10000 unassigned 0 starts 0");
  }

  @Test
  void countsInUtcForAnUnknownClinicOrZone() {
    pipeline.clinic("clinic-2", "Mars/Olympus_Mons");
    pipeline.append(treatsAround(device("d1"), "2026-03-02T10:00:00Z", "s1").sent());
    pipeline.append(treatsAround(device("d2").in("clinic-2"), "2026-03-02T10:30:00Z", "s1").sent());

    assertThat(finalHours(pipeline))
        .containsExactly(
            "d1/2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z UTC treating 10000 unassigned 0"
                + " starts 1",
            "d1/2026-03-02T10:00:00Z until 2026-03-02T11:00:00Z UTC treating 10000 unassigned 0"
                + " starts 0",
            "d2/2026-03-02T10:00:00Z until 2026-03-02T11:00:00Z UTC treating 20000 unassigned 0"
                + " starts 1");
  }

  @Test
  @Timeout(30)
  void goesOnWhenTheClinicsZonesAreCorrectedWithinAnHourThatHasBeenCounted() {
    pipeline.clinic(
        "clinic-1",
        zone("1970-01-01T00:00:00Z", "UTC"),
        zone("2026-03-02T09:15:00Z", "Europe/London"));
    TestDevice device = treatsAround(device("d1"), "2026-03-02T09:05:00Z", "s1");
    pipeline.append(device.sent());
    pipeline.clinic("clinic-1", "UTC");
    treatsAround(device, "2026-03-02T09:30:00Z", "s2");
    pipeline.append(device.sent().subList(22, device.sent().size()));

    assertThat(finalHours(pipeline))
        .singleElement()
        .asString()
        .startsWith("d1/2026-03-02T09:00:00Z ")
        .endsWith("treating 40000 unassigned 0 starts 2");
  }

  @Test
  void goesOnAfterAClinicsRecordThatCannotBeReadAndKeepsTheOneBefore() {
    pipeline.clinic("clinic-1", "Asia/Kathmandu");
    pipeline.reference(TopicCatalogue.CLINICS, utf8("clinic-1"), utf8("no Avro"));
    pipeline.reference(TopicCatalogue.CLINICS, null, utf8("nobody's"));
    pipeline.append(treatsAround(device("d1"), "2026-03-02T09:15:00Z", "s1").sent());

    assertThat(finalHours(pipeline)).hasSize(2).allMatch(row -> row.contains("Asia/Kathmandu"));
  }

  private static TimeZonePeriod zone(String from, String id) {
    return TimeZonePeriod.newBuilder().setEffectiveFrom(Instant.parse(from)).setZoneId(id).build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
