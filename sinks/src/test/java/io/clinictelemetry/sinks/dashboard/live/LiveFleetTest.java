package io.clinictelemetry.sinks.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SessionEnded;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.sinks.SteppedClock;
import io.clinictelemetry.sinks.dashboard.live.LiveDevice.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveFleetTest {

  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final SteppedClock clock = new SteppedClock(START);
  private final LiveFleet fleet = new LiveFleet(clock);

  @Test
  void knowsWhatASessionIsAboutFromItsStart() {
    fleet.apply(started(), START);
    fleet.apply(frame(List.of(30f, 31f), null), START);

    LiveDevice device = fleet.find("d-1").orElseThrow();
    assertThat(device.state()).isEqualTo(State.IN_SESSION);
    assertThat(device.modality()).isEqualTo(Modality.MICRODERMABRASION);
    assertThat(device.zone()).isEqualTo(Zone.NECK);
    assertThat(device.sensitivity()).isEqualTo(SkinSensitivity.SENSITIVE);
    assertThat(fleet.counts()).isEqualTo(new LiveFleet.Counts(1, 1, 0, 0, 0));
  }

  @Test
  void isIdleAfterTheEndAndForgetsTheSession() {
    fleet.apply(started(), START);
    fleet.apply(
        event(EventKind.SESSION_ENDED)
            .setSessionEnded(
                SessionEnded.newBuilder().setEndedAt(START).setReason(EndReason.COMPLETED).build())
            .build(),
        START);

    LiveDevice device = fleet.find("d-1").orElseThrow();
    assertThat(device.state()).isEqualTo(State.IDLE);
    assertThat(device.sessionId()).isNull();
  }

  @Test
  void forgetsTheDeviceSilentForLongestWhenItKnowsTooMany() {
    LiveFleet small = new LiveFleet(clock, 2);
    small.apply(heartbeat("d-1"), START);
    small.apply(heartbeat("d-2"), START);
    small.apply(heartbeat("d-1"), START.plusSeconds(1));

    small.apply(heartbeat("d-3"), START.plusSeconds(2));

    assertThat(small.all()).extracting(LiveDevice::deviceId).containsExactly("d-1", "d-3");
    assertThat(small.find("d-2")).isEmpty();
  }

  @Test
  void deviceInSessionIsSilentAfterFiveSeconds() {
    fleet.apply(started(), START);

    clock.at(START.plusMillis(4_999));
    assertThat(fleet.find("d-1").orElseThrow().state()).isEqualTo(State.IN_SESSION);
    clock.at(START.plusMillis(5_000));
    assertThat(fleet.find("d-1").orElseThrow().state()).isEqualTo(State.SILENT);
  }

  @Test
  void holdsNothingUnderWhatIsNoId() {
    DeviceEvent event = started();
    event.setDeviceId("d".repeat(201));
    fleet.apply(event, START);
    event = started();
    event.setSessionId("");
    fleet.apply(event, START);

    assertThat(fleet.all()).isEmpty();
  }

  @Test
  void readingsBetweenTwoLooksAreCondensedToOne() {
    fleet.apply(frame(List.of(30f, 66f, 31f), null), START);
    fleet.apply(frame(List.of(12f, 29f), null), START.plusSeconds(1));

    LiveReading reading = fleet.takeUntold().get("d-1");
    assertThat(reading.last()).isCloseTo(29, within(1e-6));
    assertThat(reading.min()).isCloseTo(12, within(1e-6));
    assertThat(reading.max()).isCloseTo(66, within(1e-6));
    assertThat(reading.at()).isEqualTo(START.plusSeconds(1));
    assertThat(fleet.takeUntold()).isEmpty();
  }

  @Test
  void badSamplesAreNotShown() {
    fleet.apply(
        frame(List.of(30f, 99f, Float.NaN), List.of(Quality.GOOD, Quality.BAD, Quality.GOOD)),
        START);

    LiveReading reading = fleet.find("d-1").orElseThrow().reading();
    assertThat(reading.max()).isCloseTo(30, within(1e-6));
    assertThat(reading.last()).isCloseTo(30, within(1e-6));
  }

  private static DeviceEvent started() {
    return event(EventKind.SESSION_STARTED)
        .setSessionStarted(
            SessionStarted.newBuilder()
                .setModality(Modality.MICRODERMABRASION)
                .setProgramme("face-standard")
                .setPlannedDurationMs(60_000)
                .setZone(Zone.NECK)
                .setSkinSensitivity(SkinSensitivity.SENSITIVE)
                .setStartedAt(START)
                .build())
        .build();
  }

  private static DeviceEvent frame(List<Float> vacuum, List<Quality> quality) {
    return event(EventKind.SUCTION)
        .setSuction(
            SuctionFrame.newBuilder()
                .setFirstSampleAt(START)
                .setSampleIntervalMs(100)
                .setSampleCount(vacuum.size())
                .setElapsedMs(0)
                .setVacuumKpa(vacuum)
                .setContact(Collections.nCopies(vacuum.size(), true))
                .setQuality(quality)
                .setSetKpa(30)
                .setPumpDutyPct(60)
                .build())
        .build();
  }

  private static DeviceEvent heartbeat(String deviceId) {
    return event(EventKind.HEARTBEAT).setDeviceId(deviceId).build();
  }

  private static DeviceEvent.Builder event(EventKind kind) {
    return DeviceEvent.newBuilder()
        .setDeviceId("d-1")
        .setClinicId("kathmandu")
        .setBootId(1)
        .setSeq(0)
        .setSentAt(START)
        .setSessionId("s-1")
        .setKind(kind);
  }
}
