package io.clinictelemetry.domain.device;

import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.SessionEnd;
import org.junit.jupiter.api.Test;

/** The rules on a device as a whole, each at its threshold. */
class DeviceRulesTest {

  private final Watched device = new Watched();

  @Test
  void aBatterySagsBelowItsLimitAndIsBackFivePointsAboveIt() {
    device.battery(0, 15).battery(10, 14.9).battery(20, 12).battery(30, 15).battery(40, 19.9);
    assertThat(device.changes())
        .containsExactly("10 OPENED battery-sag from 10 measured 14.9 peak 14.9 limit 15.0");
    assertThat(device.watch.holding()).containsExactly("battery-sag");

    device.heartbeat(50).battery(60, 20);
    assertThat(device.changes())
        .containsExactly("60 CLEARED battery-sag from 10 to 60 measured 14.9 peak 12.0 limit 15.0");
    assertThat(device.watch.holding()).isEmpty();
  }

  @Test
  void aDeviceThatTheInventoryDoesNotHaveIsOneAlertUntilItIsRegistered() {
    device.registered(false).heartbeat(0).heartbeat(10_000).hears(11_000, frame(11_000));
    assertThat(device.changes())
        .containsExactly("0 OPENED device-unregistered from 0 measured 0.0 peak 0.0 limit 1.0");

    device.registered(true).hears(12_000, frame(12_000));
    assertThat(device.changes())
        .containsExactly(
            "12000 CLEARED device-unregistered from 0 to 12000 measured 0.0 peak 0.0 limit 1.0");
  }

  private static io.clinictelemetry.domain.intake.Frame frame(long atMs) {
    return aFrame().firstSampleAt(SESSION_START + atMs).ofSuction();
  }

  @Test
  void aClockIsWrongBeyondItsLimitAheadAsWellAsBehind() {
    device.clockOff(-60_000).heartbeat(0).clockOff(60_000).heartbeat(1);
    assertThat(device.changes()).isEmpty();

    device.clockOff(-60_001).heartbeat(2);
    assertThat(device.changes())
        .containsExactly("2 OPENED clock-error from 2 measured 60.0 peak 60.0 limit 60.0");
    assertThat(new Watched().clockOff(60_001).heartbeat(0).changes()).hasSize(1);
  }

  @Test
  void aClockIsRightAgainOnlyAfterAMinute() {
    device.clockOff(90_000).heartbeat(0).clockOff(0).heartbeat(1_000);
    device.clockOff(-120_000).heartbeat(2_000).clockOff(0).heartbeat(3_000).heartbeat(62_999);
    assertThat(device.changes())
        .containsExactly("0 OPENED clock-error from 0 measured 90.0 peak 90.0 limit 60.0");

    device.heartbeat(63_000);
    assertThat(device.changes())
        .containsExactly(
            "63000 CLEARED clock-error from 0 to 3000 measured 90.0 peak 120.0 limit 60.0");
  }

  @Test
  void gapsThatFollowEachOtherAreOneAlertThatEndsWhenTheyDo() {
    device.heartbeat(0).gap(3).heartbeat(10_000).heartbeat(20_000).gap(5).heartbeat(30_000);
    assertThat(device.changes())
        .containsExactly("10000 OPENED sequence-gap from 10000 measured 3.0 peak 3.0 limit 0.0");
    assertThat(device.watch.deadlineMs()).isEqualTo(SESSION_START + 330_000);

    device.deadline(329_999);
    assertThat(device.changes()).isEmpty();
    device.deadline(330_000);
    assertThat(device.changes())
        .containsExactly(
            "330000 CLEARED sequence-gap from 10000 to 30000 measured 3.0 peak 8.0 limit 0.0");
    assertThat(device.watch.deadlineMs()).isEqualTo(DeviceWatch.NEVER);
    assertThat(device.watch.memory()).isEqualTo(DeviceMemory.EMPTY);
  }

  @Test
  void whatWasBeforeTheFirstEventIsNotMissed() {
    device.gap(5_000).heartbeat(0);

    assertThat(device.changes()).isEmpty();
  }

  @Test
  void twoOpenSessionsAreOneAlertUntilOneIsLeft() {
    device.sessions(1).heartbeat(0).sessions(2).heartbeat(10).sessions(3).heartbeat(20);
    device.sessions(2).heartbeat(30);
    assertThat(device.changes())
        .containsExactly("10 OPENED session-overlap from 10 measured 2.0 peak 2.0 limit 1.0");

    device.sessions(1).hears(40, new SessionEnd(SESSION_START + 40, SessionEnd.Reason.COMPLETED));
    assertThat(device.changes())
        .containsExactly(
            "40 CLEARED session-overlap from 10 to 40 measured 2.0 peak 3.0 limit 1.0");
  }

  @Test
  void whatComesOutOfOrderIsHistory() {
    device.registered(false).clockOff(90_000).sessions(2);
    device.hearsOutOfOrder(0, Heartbeat.of(Heartbeat.State.IDLE));

    assertThat(device.changes()).isEmpty();
  }

  @Test
  void anAlertIsOfTheClinicWhereTheDeviceStands() {
    device.battery(0, 5);

    assertThat(device.watch.alerts().orElseThrow().byRule().get("battery-sag").subject())
        .hasToString(
            "Subject[kind=DEVICE, id=device-1, clinicId=clinic-1, sessionId=Optional.empty]");
  }
}
