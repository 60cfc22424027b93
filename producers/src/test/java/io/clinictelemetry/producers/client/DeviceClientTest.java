package io.clinictelemetry.producers.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.Electrode;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Waveform;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.producers.RecordingChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceClientTest {

  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final SuctionSetting FACE = new SuctionSetting(30, Zone.FACE);
  private static final SuctionSetting NECK = new SuctionSetting(30, Zone.NECK);
  private static final CurrentSetting PHASE = new CurrentSetting(300, 80, 16, Zone.FACE);
  private static final SessionPlan PEEL =
      SessionPlan.microdermabrasion(
          "peel", Duration.ofMinutes(20), Zone.FACE, SkinSensitivity.NORMAL);
  private static final SessionPlan LIFT =
      SessionPlan.microcurrent(
          "lift",
          Duration.ofMinutes(60),
          Zone.FACE,
          SkinSensitivity.NORMAL,
          Electrode.PAD,
          Waveform.BIPHASIC);

  @TempDir Path directory;

  private final RecordingChannel recording = RecordingChannel.thatAnswersAtOnce();
  private final TelemetryChannel channel = recording.open(DeliveryListener.NONE);
  private Instant now = START;
  private final DeviceClient client = client(device -> 7);

  private DeviceClient client(BootStore boots) {
    return new DeviceClient(new DeviceIdentity("dev", "clinic"), boots, channel, () -> now);
  }

  private static SuctionSample vacuum(float kpa) {
    return new SuctionSample(kpa, true, OptionalDouble.empty(), 50, Quality.GOOD, false);
  }

  private static SuctionSample breach(float kpa) {
    return new SuctionSample(kpa, true, OptionalDouble.empty(), 100, Quality.GOOD, true);
  }

  private static CurrentSample current(float ua) {
    return new CurrentSample(ua, ua, 0, 9, 30, Quality.GOOD, false);
  }

  private void sample(SuctionSetting setting, int count) {
    for (int i = 0; i < count; i++) {
      client.addSample(setting, vacuum(30));
    }
  }

  private List<SuctionFrame> frames() {
    return recording.events().stream()
        .filter(e -> e.getKind() == EventKind.SUCTION)
        .map(DeviceEvent::getSuction)
        .toList();
  }

  private List<EventKind> kinds() {
    return recording.events().stream().map(DeviceEvent::getKind).toList();
  }

  private static Heartbeat idle() {
    Heartbeat heartbeat = new Heartbeat();
    heartbeat.setState(DeviceState.IDLE);
    return heartbeat;
  }

  @Test
  void sessionIsAStartFramesAndAnEndNumberedFromZero() {
    client.startSession("s1", PEEL);
    sample(FACE, 25);
    now = START.plusMillis(2_500);
    client.endSession(EndReason.COMPLETED);
    client.heartbeat(idle());

    assertThat(kinds())
        .containsExactly(
            EventKind.SESSION_STARTED,
            EventKind.SUCTION,
            EventKind.SUCTION,
            EventKind.SUCTION,
            EventKind.SESSION_ENDED,
            EventKind.HEARTBEAT);
    assertThat(recording.events())
        .extracting(DeviceEvent::getSeq)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(recording.events())
        .extracting(DeviceEvent::getSessionId)
        .containsExactly("s1", "s1", "s1", "s1", "s1", null);
    assertThat(recording.events())
        .allMatch(e -> e.getBootId() == 7 && e.getClinicId().equals("clinic"));
    assertThat(frames()).extracting(SuctionFrame::getSampleCount).containsExactly(10, 10, 5);
    assertThat(frames()).extracting(SuctionFrame::getElapsedMs).containsExactly(0L, 1_000L, 2_000L);
    assertThat(recording.events().get(4).getSessionEnded().getEndedAt())
        .isEqualTo(START.plusMillis(2_500));
  }

  @Test
  void startSaysWhatThePlanSays() {
    client.startSession("s1", LIFT);
    DeviceEvent event = recording.events().get(0);
    assertThat(event.getSessionStarted().getModality()).isEqualTo(Modality.MICROCURRENT);
    assertThat(event.getSessionStarted().getPlannedDurationMs()).isEqualTo(3_600_000);
    assertThat(event.getSessionStarted().getElectrode()).isEqualTo(Electrode.PAD);
    assertThat(event.getSessionStarted().getWaveform()).isEqualTo(Waveform.BIPHASIC);
    assertThat(event.getSessionStarted().getStartedAt()).isEqualTo(START);
    assertThat(event.getSessionStarted().getTestSession()).isFalse();
  }

  @Test
  void settingTheWallClockInASessionMovesNoSample() {
    client.startSession("s1", PEEL);
    sample(FACE, 10);
    now = START.minus(Duration.ofHours(1));
    sample(FACE, 10);

    assertThat(frames())
        .extracting(SuctionFrame::getFirstSampleAt)
        .containsExactly(START, START.plusMillis(1_000));
    assertThat(frames()).extracting(SuctionFrame::getElapsedMs).containsExactly(0L, 1_000L);
  }

  @Test
  void breachIsSentAtOnce() {
    client.startSession("s1", PEEL);
    sample(FACE, 3);
    assertThat(frames()).isEmpty();
    client.addSample(FACE, breach(70));
    assertThat(frames()).extracting(SuctionFrame::getSampleCount).containsExactly(4);
    sample(FACE, 10);
    assertThat(frames()).extracting(SuctionFrame::getElapsedMs).containsExactly(0L, 400L);
  }

  @Test
  void changeOfZoneOrSetPointClosesTheFrame() {
    client.startSession("s1", PEEL);
    sample(FACE, 3);
    sample(NECK, 2);
    sample(new SuctionSetting(20, Zone.NECK), 10);

    assertThat(frames()).extracting(SuctionFrame::getSampleCount).containsExactly(3, 2, 10);
    // Null stands for the session's own zone.
    assertThat(frames())
        .extracting(SuctionFrame::getZone)
        .containsExactly(null, Zone.NECK, Zone.NECK);
    assertThat(frames()).extracting(SuctionFrame::getSetKpa).containsExactly(30f, 30f, 20f);
    assertThat(frames()).extracting(SuctionFrame::getElapsedMs).containsExactly(0L, 300L, 500L);
  }

  @Test
  void skippedSamplesLeaveAGapInTheSessionsTime() {
    client.startSession("s1", PEEL);
    sample(FACE, 3);
    client.skipSamples(7);
    sample(FACE, 10);

    assertThat(frames()).extracting(SuctionFrame::getSampleCount).containsExactly(3, 10);
    assertThat(frames()).extracting(SuctionFrame::getElapsedMs).containsExactly(0L, 1_000L);
  }

  @Test
  void readingThatIsNoNumberIsSentAsBadAndSparesItsFrame() {
    client.startSession("s1", PEEL);
    sample(FACE, 8);
    client.addSample(FACE, vacuum(Float.NaN));
    client.addSample(FACE, vacuum(Float.POSITIVE_INFINITY));

    SuctionFrame frame = frames().get(0);
    assertThat(frame.getVacuumKpa().subList(7, 10)).containsExactly(30f, Float.NaN, Float.NaN);
    assertThat(frame.getQuality().subList(7, 10))
        .containsExactly(Quality.GOOD, Quality.BAD, Quality.BAD);
  }

  @Test
  void frameOfGoodSamplesCarriesNoQuality() {
    client.startSession("s1", PEEL);
    sample(FACE, 10);
    assertThat(frames().get(0).getQuality()).isNull();
    assertThat(frames().get(0).getMotionMmS()).isNull();
  }

  @Test
  void currentSamplesBecomeACurrentFrame() {
    client.startSession("s1", LIFT);
    for (int i = 0; i < 9; i++) {
      client.addSample(PHASE, current(300 + i));
    }
    client.addSample(PHASE, current(Float.NaN));
    CurrentFrame frame = recording.events().get(1).getCurrent();
    assertThat(frame.getSampleCount()).isEqualTo(10);
    assertThat(frame.getCurrentUa().get(8)).isEqualTo(308f);
    assertThat(frame.getPeakUa()).hasSize(10);
    assertThat(frame.getNetUa()).hasSize(10);
    assertThat(frame.getVoltageV()).hasSize(10);
    assertThat(frame.getImpedanceKohm()).hasSize(10);
    assertThat(frame.getQuality().get(9)).isEqualTo(Quality.BAD);
    assertThat(frame.getSetUa()).isEqualTo(300f);
    assertThat(frame.getElectrodeAreaCm2()).isEqualTo(16f);
  }

  /** Whatever is done to a session, every sample is sent once, in order, at its own time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void framesHoldEverySampleOnceAndInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Float> sent = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    long interval = 0;
    client.startSession("s1", PEEL);
    for (int i = 0; i < 500; i++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          int skipped = random.nextInt(1, 5);
          client.skipSamples(skipped);
          interval += skipped;
        }
        case 1 -> client.heartbeat(idle());
        default -> {
          SuctionSetting setting = random.nextInt(10) == 0 ? NECK : FACE;
          client.addSample(setting, random.nextInt(20) == 0 ? breach(i) : vacuum(i));
          sent.add((float) i);
          times.add(interval++ * 100);
        }
      }
    }
    client.endSession(EndReason.COMPLETED);

    List<Float> found = new ArrayList<>();
    List<Long> foundTimes = new ArrayList<>();
    for (SuctionFrame frame : frames()) {
      assertThat(frame.getSampleCount()).isBetween(1, 10);
      assertThat(frame.getVacuumKpa()).hasSize(frame.getSampleCount());
      assertThat(frame.getContact()).hasSize(frame.getSampleCount());
      assertThat(frame.getFirstSampleAt()).isEqualTo(START.plusMillis(frame.getElapsedMs()));
      found.addAll(frame.getVacuumKpa());
      for (int i = 0; i < frame.getSampleCount(); i++) {
        foundTimes.add(frame.getElapsedMs() + i * 100L);
      }
    }
    assertThat(found).as("seed %d", seed).isEqualTo(sent);
    assertThat(foundTimes).as("seed %d", seed).isEqualTo(times);
    assertNumberedFromZero(recording.events());
  }

  @Test
  void restartBeginsAnotherBootWhoseNumbersBeginAtZero() {
    Path file = directory.resolve("boots");
    for (int boot = 1; boot <= 3; boot++) {
      recording.producer.clear();
      try (FileBootStore boots = new FileBootStore(file);
          DeviceClient booted = client(boots)) {
        assertThat(booted.bootId()).isEqualTo(boot);
        booted.heartbeat(idle());
        booted.startSession(PEEL);
        booted.addSample(FACE, vacuum(30));
      }
      // Closing sent the one sample that waited.
      assertThat(kinds())
          .containsExactly(EventKind.HEARTBEAT, EventKind.SESSION_STARTED, EventKind.SUCTION);
      assertNumberedFromZero(recording.events());
    }
  }

  @Test
  void eventThatTheChannelRefusedIsSentBeforeTheNextOne() {
    client.heartbeat(idle());
    recording.producer.sendException = new TimeoutException("the buffer is full");
    now = START.plusSeconds(1);
    client.startSession("s1", PEEL);
    assertThatThrownBy(() -> client.addSample(FACE, vacuum(30)))
        .isInstanceOf(ChannelRefusedException.class)
        .hasMessageContaining("dev boot 7 seq 1")
        .hasMessageContaining("the buffer is full");
    assertThatThrownBy(() -> client.endSession(EndReason.COMPLETED))
        .isInstanceOf(ChannelRefusedException.class);

    recording.producer.sendException = null;
    now = START.plusSeconds(5);
    sample(FACE, 10);
    client.endSession(EndReason.COMPLETED);

    // The refused calls had no effect: ten samples, one end, no hole.
    assertThat(kinds())
        .containsExactly(
            EventKind.HEARTBEAT,
            EventKind.SESSION_STARTED,
            EventKind.SUCTION,
            EventKind.SESSION_ENDED);
    assertNumberedFromZero(recording.events());
    DeviceEvent started = recording.events().get(1);
    assertThat(started.getSessionStarted().getStartedAt()).isEqualTo(START.plusSeconds(1));
    assertThat(started.getSentAt()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void closeMayBeTriedAgainWhenTheChannelRefused() {
    client.startSession("s1", PEEL);
    sample(FACE, 3);
    recording.producer.sendException = new TimeoutException("the buffer is full");
    assertThatThrownBy(client::close).isInstanceOf(ChannelRefusedException.class);
    recording.producer.sendException = null;
    client.close();
    client.close();
    assertThat(frames()).extracting(SuctionFrame::getSampleCount).containsExactly(3);
    assertThatThrownBy(() -> client.heartbeat(idle()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("dev: the client is closed");
  }

  @Test
  void misuseIsNamed() {
    assertThatThrownBy(() -> client.addSample(FACE, vacuum(30)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no session is open");
    assertThatThrownBy(() -> client.endSession(EndReason.COMPLETED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no session is open");
    client.startSession("s1", PEEL);
    assertThatThrownBy(() -> client.startSession("s2", PEEL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("session s1 is open");
    assertThatThrownBy(() -> client.addSample(PHASE, current(300)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is of MICRODERMABRASION");
    assertThatThrownBy(() -> client.skipSamples(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count=-1");
    assertThatThrownBy(() -> client.endSession(EndReason.UNKNOWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reason=UNKNOWN");
    Heartbeat impossible = idle();
    impossible.setPumpHours(-1f);
    assertThatThrownBy(() -> client.heartbeat(impossible))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pump_hours=-1.0");
    assertThatThrownBy(() -> client.heartbeat(new Heartbeat()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state");
    // None of it left a trace.
    assertThat(kinds()).containsExactly(EventKind.SESSION_STARTED);
    assertThatCode(() -> client.endSession(EndReason.COMPLETED)).doesNotThrowAnyException();
    assertNumberedFromZero(recording.events());
  }

  @Test
  void impossibleArgumentsAreNamed() {
    assertThatThrownBy(() -> new SuctionSetting(-1, Zone.FACE)).hasMessageContaining("setKpa=-1.0");
    assertThatThrownBy(() -> new CurrentSetting(Float.NaN, 80, 16, Zone.FACE))
        .hasMessageContaining("setUa=NaN");
    assertThatThrownBy(() -> new CurrentSetting(300, 80, 0, Zone.FACE))
        .hasMessageContaining("electrodeAreaCm2=0");
    assertThatThrownBy(() -> new FrameShape(65, 100)).hasMessageContaining("samples=65");
    assertThatThrownBy(() -> new FrameShape(10, 0)).hasMessageContaining("intervalMs=0");
    assertThatThrownBy(() -> new DeviceIdentity("", "clinic")).hasMessageContaining("deviceId=''");
    assertThatThrownBy(() -> new DeviceIdentity("dev", "a\u0007b"))
        .hasMessage(
            "clinicId='a?b': give 1 to 200 characters, not only blanks and none of them a control"
                + " character");
    assertThatCode(() -> new DeviceIdentity("d".repeat(200), "clinic")).doesNotThrowAnyException();
    assertThatThrownBy(() -> new DeviceIdentity("d".repeat(201), "clinic"))
        .hasMessageContaining("deviceId='dddd")
        .hasMessageContaining("of 201 characters");
    for (String id : List.of(" ", "s\n1", "s".repeat(201))) {
      assertThatThrownBy(() -> client.startSession(id, PEEL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("sessionId='");
    }
    assertThat(recording.events()).isEmpty();
    assertThatThrownBy(
            () ->
                SessionPlan.microdermabrasion(
                    "peel", Duration.ZERO, Zone.FACE, SkinSensitivity.NORMAL))
        .hasMessageContaining("plannedDuration=PT0S");
    assertThatThrownBy(
            () ->
                new SessionPlan(
                    Modality.MICRODERMABRASION,
                    "peel",
                    Duration.ofMinutes(1),
                    Zone.FACE,
                    SkinSensitivity.NORMAL,
                    Optional.of(Electrode.PAD),
                    Optional.empty(),
                    false))
        .hasMessageContaining("electrode=");
  }

  private static void assertNumberedFromZero(List<DeviceEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).getSeq()).isEqualTo(i);
    }
  }
}
