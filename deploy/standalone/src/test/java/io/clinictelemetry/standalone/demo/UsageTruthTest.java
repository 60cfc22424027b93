package io.clinictelemetry.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.UsageWindow;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.SessionTruth;
import io.clinictelemetry.standalone.demo.UsageTruth.Usage;
import io.clinictelemetry.standalone.demo.UsageTruth.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsageTruthTest {

  private static final Duration PLANNED = Duration.ofMinutes(30);

  @Test
  void aSessionOverTheFullHourIsSplitToTheMillisecondWhereTheClockIsFiveHoursFortyFiveAhead() {
    assertThat(
            usage(
                "Asia/Kathmandu",
                session(
                    "2026-03-01T09:05:00.250Z",
                    "2026-03-01T09:25:00Z",
                    Map.of(
                        Instant.parse("2026-03-01T09:00:00Z"), 7L,
                        Instant.parse("2026-03-01T09:15:00Z"), 11L))))
        .containsOnly(
            Map.entry(hour("2026-03-01T08:15:00Z"), new Usage(1, 0, 0, 599_750, 7)),
            Map.entry(hour("2026-03-01T09:15:00Z"), new Usage(0, 1, 0, 600_000, 11)),
            Map.entry(day("2026-02-28T18:15:00Z"), new Usage(1, 1, 0, 1_199_750, 18)));
  }

  @Test
  void aSessionOverMidnightIsInTwoDays() {
    assertThat(
            usage(
                "Europe/London", session("2026-03-01T23:55:00Z", "2026-03-02T00:05:00Z", Map.of())))
        .contains(
            Map.entry(day("2026-03-01T00:00:00Z"), new Usage(1, 0, 0, 300_000, 0)),
            Map.entry(day("2026-03-02T00:00:00Z"), new Usage(0, 1, 0, 300_000, 0)));
  }

  @Test
  void whatEndsAtTheFullHourEndsInTheHourBefore() {
    assertThat(
            usage(
                "Europe/London", session("2026-03-01T09:40:00Z", "2026-03-01T10:00:00Z", Map.of())))
        .containsOnly(
            Map.entry(hour("2026-03-01T09:00:00Z"), new Usage(1, 1, 0, 1_200_000, 0)),
            Map.entry(day("2026-03-01T00:00:00Z"), new Usage(1, 1, 0, 1_200_000, 0)));
  }

  @Test
  void anHourEndsWhereTheClockIsPutBackByHalfAnHour() {
    // At 02:00 the clock shows 01:30 again.
    assertThat(
            usage(
                "Australia/Lord_Howe",
                session("2026-04-04T14:50:00Z", "2026-04-04T15:10:00Z", Map.of())))
        .containsOnly(
            Map.entry(hour("2026-04-04T14:00:00Z"), new Usage(1, 0, 0, 600_000, 0)),
            Map.entry(hour("2026-04-04T15:00:00Z"), new Usage(0, 1, 0, 600_000, 0)),
            Map.entry(day("2026-04-04T13:00:00Z"), new Usage(1, 1, 0, 1_200_000, 0)));
  }

  @Test
  void aSessionIsAbortedBelowAFifthOfItsPlan() {
    assertThat(
            usage(
                "Europe/London",
                session("2026-03-01T09:00:00Z", "2026-03-01T09:05:59.999Z", Map.of()),
                session("2026-03-01T09:10:00Z", "2026-03-01T09:16:00Z", Map.of())))
        .containsEntry(hour("2026-03-01T09:00:00Z"), new Usage(2, 1, 1, 719_999, 0));
  }

  private static Map<Window, Usage> usage(String zone, SessionTruth... sessions) {
    return UsageTruth.of(
        new GroundTruth(
            1,
            new GroundTruth.Produced(0, 0, 0),
            Map.of("c1", ZoneId.of(zone)),
            List.of(sessions),
            List.of(),
            List.of()));
  }

  private static SessionTruth session(String start, String end, Map<Instant, Long> treatingMs) {
    return new SessionTruth(
        "d1",
        "c1",
        start,
        Modality.MICRODERMABRASION,
        DeviceClass.SALON,
        0,
        PLANNED,
        Instant.parse(start),
        Optional.of(Instant.parse(end)),
        Optional.of(EndReason.OPERATOR_STOP),
        0,
        new TreeMap<>(treatingMs));
  }

  private static Window hour(String start) {
    return new Window("d1", UsageWindow.HOUR, Instant.parse(start));
  }

  private static Window day(String start) {
    return new Window("d1", UsageWindow.DAY, Instant.parse(start));
  }
}
