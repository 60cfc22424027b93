package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules on a device as a whole, through the whole application. */
class DeviceRulesInStreamTest {

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
  void anUnregisteredDeviceIsOneAlertUntilTheInventoryHasIt() {
    TestDevice device = device("d3").heartbeat().pauses(1_000).heartbeat();
    pipeline.append(device.sent());
    pipeline.register("d3", DeviceClass.SALON);
    pipeline.append(device.pauses(1_000).heartbeat().last());
    pipeline.append(device.pauses(1_000).heartbeat().last());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+0 d3 OPENED device-unregistered #1 from +0 triggered +0 detected +0 to -"
                + " measured 0.0 peak 0.0 limit 1.0",
            "+2000 d3 CLEARED device-unregistered #2 from +0 triggered +0 detected +0 to +2000"
                + " measured 0.0 peak 0.0 limit 1.0");
  }

  @Test
  void lostEventsAreOneAlertFromTheEventBehindThemAndEndFiveMinutesLater() {
    TestDevice device = device("d1").heartbeat();
    for (int i = 0; i < 20; i++) {
      device.loses(2).pauses(10_000).heartbeat();
    }
    device.pauses(2_000).heartbeat();
    pipeline.append(device.sent());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+12000 d1 OPENED sequence-gap #1 from +10000 triggered +10000 detected +12000 to -"
                + " measured 2.0 peak 2.0 limit 0.0");

    pipeline.tick(T0 + 202_000 + 300_000 - 1);
    assertThat(transitions(pipeline)).isEmpty();
    pipeline.tick(T0 + 202_000 + 300_000);
    assertThat(transitions(pipeline))
        .containsExactly(
            "+502000 d1 CLEARED sequence-gap #2 from +10000 triggered +10000 detected +12000 to"
                + " +200000 measured 2.0 peak 40.0 limit 0.0");
  }

  @Test
  void whatComesWithinTheGapWaitIsNotLost() {
    List<Sent> sent =
        device("d1").heartbeat().pauses(100).heartbeat().pauses(100).heartbeat().sent();
    pipeline.append(sent.get(0)).append(sent.get(2)).append(sent.get(1).appendedAt(T0 + 2_100));

    assertThat(transitions(pipeline)).isEmpty();
  }

  @Test
  void aDeviceThatWasSwitchedOffLostNothing() {
    TestDevice device = device("d1").heartbeat().boots().pauses(1_000).heartbeat();
    pipeline.append(device.sent()).tick(T0 + 10_000);
    assertThat(transitions(pipeline)).isEmpty();

    pipeline.append(device.boots().loses(3).pauses(20_000).heartbeat().last()).tick(T0 + 30_000);
    assertThat(transitions(pipeline)).hasSize(1).first().asString().contains("measured 3.0");
  }

  @Test
  void whatADeviceSentBeforeItWasFirstHeardIsNotLost() {
    pipeline.append(device("d1").loses(5_000).heartbeat().sent()).tick(T0 + 10_000);

    assertThat(pipeline.ledger().getApplied()).isEqualTo(1);
    assertThat(transitions(pipeline)).isEmpty();
  }

  @Test
  void twoSessionsAtOnceAreAnAlertUntilOneEnds() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 20);
    device.startsSession("s2").suction(1_000, 20).endsSession();
    device.entersSession("s1").suction(1_000, 20).endsSession();
    pipeline.append(device.sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+1000 d1 OPENED session-overlap #1 from +1000 triggered +1000 detected +1000 to -"
                + " measured 2.0 peak 2.0 limit 1.0",
            "+2000 d1 CLEARED session-overlap #2 from +1000 triggered +1000 detected +1000 to"
                + " +2000 measured 2.0 peak 2.0 limit 1.0");
  }

  @Test
  void aClockThatIsWrongIsAnAlertOfItsOwnDeviceAlone() {
    TestDevice wrong = device("d1").withClockAhead(90_000).heartbeat();
    TestDevice right = device("d2").heartbeat();
    pipeline.append(wrong.last()).append(right.last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+0 d1 OPENED clock-error #1 from +0 triggered +0 detected +0 to -"
                + " measured 90.0 peak 90.0 limit 60.0");

    pipeline.append(wrong.boots().withClockAhead(0).pauses(1_000).heartbeat().last());
    pipeline.append(wrong.pauses(60_000).heartbeat().last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+61000 d1 CLEARED clock-error #2 from +0 triggered +0 detected +0 to +1000"
                + " measured 90.0 peak 90.0 limit 60.0");
  }

  @Test
  void absurdTimesNeverLeaveWhatADatabaseTakes() {
    TestDevice device = device("d1").heartbeat();
    pipeline.append(device.last());
    for (String absurd : List.of("9999-12-31T00:00:00Z", "1970-01-02T00:00:00Z")) {
      device.withClockAhead(Instant.parse(absurd).toEpochMilli() - T0).startsSession(absurd);
      pipeline.append(device.last()).append(device.suction(1_000, 70).last());
      pipeline.append(device.endsSession().last());
    }

    assertThat(pipeline.alerts())
        .isNotEmpty()
        .allSatisfy(
            record -> {
              assertThat(record.value().getStartedAt())
                  .isBetween(Instant.ofEpochMilli(T0), Instant.ofEpochMilli(T0 + 60_000));
              assertThat(record.value().getTriggeredAt())
                  .isBetween(Instant.ofEpochMilli(T0), Instant.ofEpochMilli(T0 + 60_000));
            });
  }

  @Test
  void aLowBatteryIsTheCauseOfWhatTheOutputLacks() {
    TestDevice device = device("d1").startsCurrentSession("s1").battery(12).current(5_000, 150);
    device.battery(20).current(5_000, 150);
    pipeline.append(device.sent());

    assertThat(transitions(pipeline))
        .extracting(line -> line.replaceAll(" from .*", ""))
        .containsExactly(
            "+0 d1 OPENED battery-sag #1",
            "+5000 d1 CLEARED battery-sag #2",
            "+7000 d1 OPENED current-tracking #1");
  }

  @Test
  void aFilterThatClogsIsAnAlert() {
    TestDevice device = device("d1");
    for (int day = 0; day < 8; day++) {
      device
          .heartbeat(
              Heartbeat.newBuilder()
                  .setState(DeviceState.IDLE)
                  .setDeadHeadRiseMs(day < 5 ? 898L + day : 1_800L + day)
                  .build())
          .pauses(Duration.ofDays(1).toMillis());
    }
    pipeline.append(device.sent());

    assertThat(transitions(pipeline))
        .extracting(line -> line.replaceAll(" from .*", ""))
        .containsExactly("+604800000 d1 OPENED filter-clogging #1");
  }
}
