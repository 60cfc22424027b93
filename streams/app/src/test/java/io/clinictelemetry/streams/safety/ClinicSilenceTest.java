package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.linkTransitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of silence, from the telemetry to the alerts. */
class ClinicSilenceTest {

  private static final long DAY_MS = 86_400_000;

  private final Pipeline pipeline = Pipeline.safety();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void alertsOnADeviceThatIsLostInSessionOnceItWasHeldAndClearsWhenItIsBack() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30);
    pipeline.append(device.sent()).ticks(T0 + 1_000, T0 + 16_000);
    assertThat(linkTransitions(pipeline)).as("held until +16000").isEmpty();

    pipeline.tick(T0 + 16_001);
    assertThat(linkTransitions(pipeline)).as("the stage's clock is told once a second").isEmpty();
    pipeline.tick(T0 + 17_000);
    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+16000 d1 OPENED telemetry-lost #1 from +1000 triggered +6000 detected +16000 to -"
                + " measured 5.0 peak 5.0 limit 5.0");

    pipeline.append(device.at(T0 + 20_500).suction(500, 30).last()).tick(T0 + 22_000);
    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+21000 d1 CLEARED telemetry-lost #2 from +1000 triggered +6000 detected +16000 to"
                + " +21000 measured 5.0 peak 20.0 limit 5.0");
    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isEqualTo(1);
    assertThat(pipeline.counted("clinic.links", "change", "BACK")).isEqualTo(1);
  }

  /** Whether there is a session, and after how long without an event a device is lost, ms. */
  @ParameterizedTest(name = "in a session: {0}, after {1} ms")
  @CsvSource({"true, 5000", "false, 120000"})
  void aDeviceIsLostWhenItsTimeIsOverAndNotOneMillisecondBefore(boolean inSession, long limitMs) {
    TestDevice device = device("d1");
    pipeline.append((inSession ? device.startsSession("s1") : device.heartbeat()).last());
    long heard = device.last().appendedAtMs();
    pipeline.append(device.at(heard + limitMs - 1).heartbeat().last());
    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isZero();

    pipeline.append(device.at(heard + 2 * limitMs - 1).heartbeat().last());
    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isEqualTo(1);
    assertThat(pipeline.counted("clinic.links", "change", "BACK")).isEqualTo(1);
  }

  @Test
  void aDeviceOfTheInventoryIsMissedAfterADayAndNotOneMillisecondBefore() {
    pipeline.register("d1", DeviceClass.SALON).tick(T0).tick(T0 + DAY_MS - 1);
    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isZero();

    pipeline.tick(T0 + DAY_MS);
    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isEqualTo(1);
  }

  @Test
  void saysNothingOfADeviceThatIsBackWithinTheHold() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30);
    pipeline.append(device.sent()).ticks(T0 + 1_000, T0 + 15_000);
    pipeline.append(device.at(T0 + 16_000).heartbeat().last());
    pipeline.ticks(T0 + 16_000, T0 + 20_000);

    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isEqualTo(1);
    assertThat(linkTransitions(pipeline)).isEmpty();
  }

  @Test
  void givesAnIdleDeviceItsTimeAlsoAfterItsSessionEnded() {
    pipeline
        .append(device("d1").startsSession("s1").suction(1_000, 30).endsSession().sent())
        .ticks(T0 + 2_000, T0 + 131_000);
    assertThat(linkTransitions(pipeline)).isEmpty();

    pipeline.tick(T0 + 132_000);
    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+131000 d1 OPENED device-silent #1 from +1000 triggered +121000 detected +131000 to"
                + " - measured 120.0 peak 120.0 limit 120.0");
  }

  @Test
  void opensOneAlertForAClinicWhoseDevicesAllFallSilent() {
    for (String known : List.of("d1", "d2", "d3", "elsewhere")) {
      pipeline.register(known, DeviceClass.SALON);
    }
    for (int i = 1; i <= 3; i++) {
      pipeline.append(device("d" + i).at(T0 + i).heartbeat().sent());
    }
    pipeline.append(device("elsewhere").in("clinic-2").at(T0 + 4).heartbeat().sent());
    pipeline.append(device("elsewhere").in("clinic-2").boots().at(T0 + 100_000).heartbeat().sent());
    pipeline.ticks(T0 + 120_000, T0 + 140_000);

    assertThat(pipeline.alerts()).hasSize(1);
    Alert alert = pipeline.alertEvents().get(0).value().getAlert();
    assertThat(alert.getSubjectKind()).isEqualTo(SubjectKind.CLINIC);
    assertThat(alert.getSubjectId()).isEqualTo("clinic-1");
    assertThat(alert.getClinicId()).isEqualTo("clinic-1");
    assertThat(alert.getRule()).isEqualTo("clinic-silent");
    assertThat(alert.getKind()).isEqualTo(AlertKind.TECHNICAL);
    assertThat(alert.getExplanation())
        .isEqualTo("3 of 3 active devices of the clinic are silent; d1 fell silent first.");
    assertThat(alert.getMeasured()).isEqualTo(100);
    assertThat(alert.getDetectedAt().toEpochMilli()).isEqualTo(T0 + 130_001);

    TestDevice first = device("d1").boots().boots();
    pipeline.append(first.at(T0 + 150_000).heartbeat().sent()).tick(T0 + 152_000);
    pipeline.tick(T0 + 153_000);
    assertThat(linkTransitions(pipeline))
        .as("2 of 3 are silent")
        .containsExactly(
            "+152000 clinic-1 CLEARED clinic-silent #2 from +1 triggered +120001 detected +130001"
                + " to +152000 measured 100.0 peak 100.0 limit 80.0");

    pipeline.append(
        device("elsewhere").in("clinic-2").boots().boots().at(T0 + 200_000).heartbeat().sent());
    pipeline.append(first.pauses(50_000).heartbeat().last());
    pipeline.ticks(T0 + 203_000, T0 + 283_000);
    assertThat(linkTransitions(pipeline))
        .as("what is still silent gets its time and its hold")
        .containsExactly(
            "+282000 d2 OPENED device-silent #1 from +2 triggered +120002 detected +282000 to -"
                + " measured 120.0 peak 120.0 limit 120.0",
            "+282000 d3 OPENED device-silent #1 from +3 triggered +120003 detected +282000 to -"
                + " measured 120.0 peak 120.0 limit 120.0");
  }

  @Test
  void opensDeviceAlertsWhereOthersOfTheClinicAreHeard() {
    for (int i = 1; i <= 3; i++) {
      pipeline.append(device("d" + i).at(T0 + i).heartbeat().sent());
    }
    pipeline.append(device("d3").boots().at(T0 + 60_000).heartbeat().sent());
    pipeline.ticks(T0 + 120_000, T0 + 132_000);

    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+130001 d1 OPENED device-silent #1 from +1 triggered +120001 detected +130001 to -"
                + " measured 120.0 peak 120.0 limit 120.0",
            "+130002 d2 OPENED device-silent #1 from +2 triggered +120002 detected +130002 to -"
                + " measured 120.0 peak 120.0 limit 120.0");
  }

  @Test
  void missesADeviceOfTheInventoryThatIsNeverHeard() {
    pipeline.register("d1", DeviceClass.SALON).tick(T0).tick(T0 + DAY_MS + 10_000);
    assertThat(linkTransitions(pipeline)).isEmpty();

    pipeline.tick(T0 + DAY_MS + 11_000);
    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+86410000 d1 OPENED device-never-seen #1 from +0 triggered +86400000 detected"
                + " +86410000 to - measured 86400.0 peak 86400.0 limit 86400.0");

    long seen = T0 + 2 * DAY_MS;
    pipeline.append(device("d1").at(seen).heartbeat().sent()).tick(seen + 1_000);
    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+172800000 d1 CLEARED device-never-seen #2 from +0 triggered +86400000 detected"
                + " +86410000 to +172800000 measured 86400.0 peak 172800.0 limit 86400.0");
  }

  @Test
  void clearsTheAlertInTheClinicThatADeviceLeft() {
    pipeline.append(device("d1").heartbeat().sent()).ticks(T0 + 120_000, T0 + 131_000);
    assertThat(linkTransitions(pipeline)).hasSize(1);

    TestDevice moved = device("d1").boots().in("clinic-2").at(T0 + 140_000).heartbeat();
    pipeline.append(moved.sent()).tick(T0 + 142_000).tick(T0 + 143_000);
    assertThat(linkTransitions(pipeline))
        .containsExactly(
            "+142000 d1 CLEARED device-silent #2 from +0 triggered +120000 detected +130000 to"
                + " +142000 measured 120.0 peak 142.0 limit 120.0");
  }

  @Test
  void neverTakesAPipelineThatLagsForASilentDevice() {
    TestDevice device = device("d1").startsSession("s1");
    for (int i = 0; i < 600; i++) {
      device.suction(1_000, 30);
    }
    // The whole log is there when the pipeline comes to it, hours later by anyone's watch.
    pipeline.append(device.sent());
    pipeline.wait(Duration.ofHours(3));
    pipeline.tick(T0 + 601_000).tick(T0 + 602_000);

    assertThat(pipeline.counted("clinic.links", "change", "UP")).isEqualTo(1);
    assertThat(pipeline.counted("clinic.links", "change", "LOST")).isZero();
    assertThat(linkTransitions(pipeline)).isEmpty();
  }
}
