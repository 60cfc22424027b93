package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static io.clinictelemetry.streams.testing.UsageOutput.finalHours;
import static io.clinictelemetry.streams.testing.UsageOutput.finalSessions;
import static io.clinictelemetry.streams.testing.UsageOutput.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.domain.intake.DeviceOrder;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices that do what none should, and the accounts that are kept all the same. */
class AbsurdDevicesTest {

  private static final long TEN_YEARS_MS = Duration.ofDays(3_652).toMillis();

  private final Pipeline pipeline = Pipeline.usage();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void devicesTenYearsAheadAndBehindAreAccountedInTheHourOfTheirTreatment() {
    pipeline.append(
        device("d1")
            .withClockAhead(TEN_YEARS_MS)
            .startsSession("s")
            .suction(1_000, 30)
            .endsSession()
            .sent());
    pipeline.append(
        device("d2")
            .withClockAhead(-TEN_YEARS_MS)
            .startsSession("s")
            .suction(1_000, 30)
            .endsSession()
            .sent());

    assertThat(finalHours(pipeline))
        .containsExactly(
            "d1/2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z UTC treating 1000 unassigned 0 starts 1",
            "d2/2026-03-02T09:00:00Z until 2026-03-02T10:00:00Z UTC treating 1000 unassigned 0 starts 1");
  }

  @Test
  void aDeviceInTwoClinicsIsAccountedOnceInTheClinicOfEachSession() {
    TestDevice device =
        device("d1")
            .startsSession("s1")
            .suction(1_000, 30)
            .in("clinic-2")
            .suction(1_000, 30)
            .endsSession();
    device.pauses(3_600_000).startsSession("s2").suction(1_000, 30).endsSession();
    pipeline.append(device.sent());

    assertThat(pipeline.sessions())
        .extracting(
            r ->
                r.value().getSessionId()
                    + " "
                    + r.value().getClinicId()
                    + " "
                    + r.value().getTreatingMs())
        .containsExactly("s1 clinic-1 0", "s1 clinic-1 2000", "s2 clinic-2 0", "s2 clinic-2 1000");
    assertThat(pipeline.hours())
        .extracting(r -> r.key() + " " + r.value().getClinicId() + " " + r.value().getTreatingMs())
        .containsExactly(
            "d1/2026-03-02T09:00:00Z clinic-1 0",
            "d1/2026-03-02T09:00:00Z clinic-1 2000",
            "d1/2026-03-02T10:00:00Z clinic-2 0",
            "d1/2026-03-02T10:00:00Z clinic-2 1000");
  }

  @Test
  void aSessionIdOfTwoDevicesIsTwoSessions() {
    pipeline.append(device("d1").startsSession("same").suction(1_000, 30).endsSession().sent());
    pipeline.append(device("d2").startsSession("same").suction(2_000, 30).endsSession().sent());

    assertThat(finalSessions(pipeline))
        .containsExactly(
            "d1/same CLOSED COMPLETED from +0 to +1000 lasting 1000 treating 1000 samples 10 bad 0 vacuum 30000..30000 Pa sum 30000000 over 1000",
            "d2/same CLOSED COMPLETED from +0 to +2000 lasting 2000 treating 2000 samples 20 bad 0 vacuum 30000..30000 Pa sum 60000000 over 2000");
  }

  @Test
  void aBootCounterThatGoesBackIsAccountedExactly() {
    TestDevice device = device("d1");
    for (int boot = 0; boot < 2 * DeviceOrder.MAX_BOOTS; boot++) {
      device.boots();
    }
    pipeline.append(device.startsSession("s1").suction(1_000, 30).endsSession().sent());
    TestDevice wiped =
        device("d1").at(T0 + 60_000).startsSession("s2").suction(1_000, 30).endsSession();
    pipeline.append(wiped.sent());

    assertThat(finalSessions(pipeline))
        .containsExactly(
            "d1/s1 CLOSED COMPLETED from +0 to +1000 lasting 1000 treating 1000 samples 10 bad 0 vacuum 30000..30000 Pa sum 30000000 over 1000",
            "d1/s2 CLOSED COMPLETED from +60000 to +61000 lasting 1000 treating 1000 samples 10 bad 0 vacuum 30000..30000 Pa sum 30000000 over 1000");
    assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(3);
    assertThat(pipeline.ledger().getQuarantined()).isZero();
  }

  @Test
  void aDeviceThatOpensSessionsWithoutEndHasOnlySoManyOpen() {
    int sessions = UsageLogic.MAX_OPEN_SESSIONS + 2;
    TestDevice device = device("d1");
    for (int i = 0; i < sessions; i++) {
      device.startsSession("s" + i).suction(100, 30);
    }
    pipeline.append(device.sent());

    assertThat(sessions(pipeline))
        .filteredOn(line -> line.contains("CLOSED"))
        .containsExactly(
            "+800 d1/s0 #3 CLOSED TIMEOUT from +0 to +100 lasting 100 treating 100 samples 1 bad 0 vacuum 30000..30000 Pa sum 3000000 over 100",
            "+900 d1/s1 #3 CLOSED TIMEOUT from +100 to +200 lasting 100 treating 100 samples 1 bad 0 vacuum 30000..30000 Pa sum 3000000 over 100");
    assertThat(pipeline.counted("clinic.usage.sessions.displaced")).isEqualTo(2);

    pipeline.tick(T0 + 2_000 + Pipeline.SESSION_TIMEOUT.toMillis());
    assertThat(pipeline.sessions())
        .as("the others time out in their turn")
        .filteredOn(row -> row.value().getStatus() == SessionStatus.CLOSED)
        .hasSize(UsageLogic.MAX_OPEN_SESSIONS);
  }

  @Test
  void aSessionThatWasDisplacedIsCorrectedByWhatComesOfItLater() {
    TestDevice device = device("d1").startsSession("first").suction(1_000, 30);
    for (int i = 0; i < UsageLogic.MAX_OPEN_SESSIONS; i++) {
      device.startsSession("s" + i);
    }
    device.entersSession("first").suction(2_000, 30).endsSession();
    pipeline.append(device.sent());

    assertThat(finalSessions(pipeline))
        .filteredOn(line -> line.contains("/first "))
        .singleElement()
        .asString()
        .contains("CLOSED COMPLETED", "samples 30");
  }

  @Test
  void sessionsWithoutEndWithinOneMomentTakeNoMoreAndMoreMemory() {
    TestDevice device = device("d1");
    List<Long> sizes = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 100; i++) {
        // Readings alone, so that no start publishes; and the log clock stands still.
        device.entersSession("session-" + round + "-" + i).suction(100, 30);
        pipeline.append(device.last().appendedAt(T0));
      }
      try (var all = pipeline.store("usage-devices").all()) {
        sizes.add((long) all.next().value.length);
      }
    }

    assertThat(sizes).allMatch(size -> size > 500 && size < 4_000, "of bounded size");
    assertThat(pipeline.ledger().getApplied()).isEqualTo(400);
  }

  @Test
  void readingsOfManyHoursWithinOneMomentTakeNoMoreAndMoreMemory() {
    TestDevice device = device("d1");
    for (int i = 0; i < 1_000; i++) {
      device.at(T0 - i * 3_600_000L).entersSession("s").leavesSession().suction(100, 30);
      pipeline.append(device.last().appendedAt(T0));
    }

    try (var all = pipeline.store("usage-devices").all()) {
      assertThat(all.next().value.length).isBetween(100, 8_000);
    }
    assertThat(pipeline.hours()).hasSizeGreaterThan(900);
  }
}
