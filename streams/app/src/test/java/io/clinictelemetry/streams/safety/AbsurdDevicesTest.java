package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that do what none should, and the alerts that come of it all the same. */
class AbsurdDevicesTest {

  private static final long TEN_YEARS_MS = Duration.ofDays(3_652).toMillis();

  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline =
        Pipeline.safety().register("d1", DeviceClass.SALON).register("d2", DeviceClass.SALON);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void aDeviceTenYearsBehindIsJudgedInTime() {
    pipeline.append(
        device("d1").withClockAhead(-TEN_YEARS_MS).startsSession("s1").suction(300, 70).sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+0 d1 OPENED clock-error #1 from +0 triggered +0 detected +0 to - measured 3.155328E8 peak 3.155328E8 limit 60.0",
            "+300 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +300 to - measured 70.0 peak 70.0 limit 55.0");
    assertThat(pipeline.ledger().getLate()).isZero();
  }

  @Test
  void aJournalOfTenYearsAgoIsLateAndMovesNothingOfAnyOtherDevice() {
    List<Sent> present =
        device("d1").startsSession("s1").suction(1_000, 70).suction(3_000, 30).endsSession().sent();
    pipeline.append(present);
    List<String> alone = transitions(pipeline);

    try (Pipeline together =
        Pipeline.safety().register("d1", DeviceClass.SALON).register("d2", DeviceClass.SALON)) {
      List<Sent> journal =
          device("d2")
              .startsSession("old")
              .suction(1_000, 70)
              .suction(3_000, 30)
              .endsSession()
              .sent();
      for (int i = 0; i < present.size(); i++) {
        together.append(tenYearsEarlier(journal.get(i))).append(present.get(i));
      }

      assertThat(together.ledger().getLate()).isEqualTo(journal.size());
      assertThat(together.ledger().getApplied()).isEqualTo(present.size());
      assertThat(transitions(together))
          .filteredOn(line -> line.contains(" d1 "))
          .isEqualTo(alone)
          .isNotEmpty();
    }
  }

  /** Measured ten years before it is sent. */
  private static Sent tenYearsEarlier(Sent sent) {
    DeviceEvent event = DeviceEvent.newBuilder(sent.event()).build();
    if (event.getSuction() != null) {
      event.getSuction().setFirstSampleAt(earlier(event.getSuction().getFirstSampleAt()));
    } else if (event.getSessionStarted() != null) {
      event.getSessionStarted().setStartedAt(earlier(event.getSessionStarted().getStartedAt()));
    } else {
      event.getSessionEnded().setEndedAt(earlier(event.getSessionEnded().getEndedAt()));
    }
    return new Sent(event, sent.appendedAtMs());
  }

  private static Instant earlier(Instant time) {
    return time.minusMillis(TEN_YEARS_MS);
  }

  @Test
  void aDeviceInTwoClinicsHasItsAlertsInTheClinicOfTheirSession() {
    TestDevice device =
        device("d1")
            .startsSession("s1")
            .suction(1_000, 70)
            .in("clinic-2")
            .suction(300, 30)
            .endsSession();
    device.startsSession("s2").suction(1_000, 70).endsSession();
    pipeline.append(device.sent());

    assertThat(pipeline.alertEvents())
        .extracting(
            record ->
                record.value().getTransition()
                    + " "
                    + record.value().getAlert().getSessionId()
                    + " "
                    + record.value().getAlert().getClinicId())
        .containsExactly(
            "OPENED s1 clinic-1",
            "CLEARED s1 clinic-1",
            "OPENED s2 clinic-2",
            "CLEARED s2 clinic-2");
  }

  @Test
  void aBootCounterThatGoesBackIsHistoryAndWhatWasThereBeforeADuplicate() {
    TestDevice now = device("d1").boots().boots().boots().boots();
    pipeline.append(now.startsSession("s5").suction(1_000, 30).sent());
    // Its memory was wiped: it counts from the first boot again, and then comes to the fifth.
    TestDevice wiped = device("d1").at(T0 + 60_000);
    pipeline.append(wiped.startsSession("s1").suction(1_000, 70).sent());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+61000 d1 OPENED suction-hard-high #1 from +60000 triggered +60300 detected +61000 to - measured 70.0 peak 70.0 limit 55.0 late",
            "+61000 d1 CLEARED suction-hard-high #2 from +60000 triggered +60300 detected +61000 to +61000 measured 70.0 peak 70.0 limit 55.0 late");
    assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(2);

    TestDevice again = device("d1").at(T0 + 120_000).boots().boots().boots().boots();
    pipeline.append(again.startsSession("s6").suction(1_000, 70).suction(1_000, 70).sent());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+122000 d1 OPENED suction-hard-high #1 from +121000 triggered +121300 detected +122000 to - measured 70.0 peak 70.0 limit 55.0",
            "+122000 d1 OPENED session-overlap #1 from +121000 triggered +121000 detected +122000 to - measured 2.0 peak 2.0 limit 1.0");
    assertThat(pipeline.ledger().getDuplicate()).isEqualTo(2);
  }

  @Test
  void aSessionIdThatIsUsedAgainOpensAnotherAlert() {
    TestDevice device = device("d1");
    device.startsSession("s1").suction(1_000, 70).endsSession();
    device.startsSession("s1").suction(1_000, 70).endsSession();
    pipeline.append(device.sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+1000 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +1000 to - measured 70.0 peak 70.0 limit 55.0",
            "+1000 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +1000 to +1000 measured 70.0 peak 70.0 limit 55.0",
            "+2000 d1 OPENED suction-hard-high #1 from +1000 triggered +1300 detected +2000 to - measured 70.0 peak 70.0 limit 55.0",
            "+2000 d1 CLEARED suction-hard-high #2 from +1000 triggered +1300 detected +2000 to +2000 measured 70.0 peak 70.0 limit 55.0");
  }

  @Test
  void aSessionIdOfTwoDevicesIsTwoSessions() {
    TestDevice d1 = device("d1").startsSession("same").suction(1_000, 70);
    TestDevice d2 = device("d2").startsSession("same").suction(1_000, 30).endsSession();
    pipeline.append(d1.sent()).append(d2.sent());
    pipeline.append(d1.suction(300, 70).last()).append(d1.endsSession().last());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+1000 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +1000 to - measured 70.0 peak 70.0 limit 55.0",
            "+1300 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +1000 to +1300 measured 70.0 peak 70.0 limit 55.0");
  }

  @Test
  void aDeviceThatOpensSessionsWithoutEndClearsTheAlertsOfTheOldest() {
    TestDevice device = device("d1");
    for (int i = 0; i < 6; i++) {
      device.startsSession("s" + i).suction(300, 70);
    }
    pipeline.append(device.sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+300 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +300 to - measured 70.0 peak 70.0 limit 55.0",
            "+300 d1 OPENED session-overlap #1 from +300 triggered +300 detected +300 to - measured 2.0 peak 2.0 limit 1.0",
            "+600 d1 OPENED suction-hard-high #1 from +300 triggered +600 detected +600 to - measured 70.0 peak 70.0 limit 55.0",
            "+900 d1 OPENED suction-hard-high #1 from +600 triggered +900 detected +900 to - measured 70.0 peak 70.0 limit 55.0",
            "+1200 d1 OPENED suction-hard-high #1 from +900 triggered +1200 detected +1200 to - measured 70.0 peak 70.0 limit 55.0",
            "+1200 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +300 to +300 measured 70.0 peak 70.0 limit 55.0",
            "+1500 d1 OPENED suction-hard-high #1 from +1200 triggered +1500 detected +1500 to - measured 70.0 peak 70.0 limit 55.0",
            "+1500 d1 CLEARED suction-hard-high #2 from +300 triggered +600 detected +600 to +600 measured 70.0 peak 70.0 limit 55.0",
            "+1800 d1 OPENED suction-hard-high #1 from +1500 triggered +1800 detected +1800 to - measured 70.0 peak 70.0 limit 55.0");
  }
}
