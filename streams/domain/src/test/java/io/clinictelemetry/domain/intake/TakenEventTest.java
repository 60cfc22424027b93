package io.clinictelemetry.domain.intake;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TakenEventTest {

  private static TakenEvent heartbeat(long offsetMs, long appendedAtMs) {
    return new TakenEvent(anEvent().sentAt(SESSION_START).build(), appendedAtMs, offsetMs, false);
  }

  @Test
  void isLateOneMillisecondAfterThirtySeconds() {
    assertThat(heartbeat(0, SESSION_START + 30_000).late()).isFalse();
    assertThat(heartbeat(0, SESSION_START + 30_001).late()).isTrue();
  }

  @Test
  void isAheadOneMillisecondAfterAMinute() {
    assertThat(heartbeat(0, SESSION_START - 60_000).clockAhead()).isFalse();
    assertThat(heartbeat(0, SESSION_START - 60_001).clockAhead()).isTrue();
  }

  @Test
  void isJudgedByTheCorrectedTime() {
    assertThat(heartbeat(10_000, SESSION_START + 40_000).late()).isFalse();
    assertThat(heartbeat(9_999, SESSION_START + 40_000).late()).isTrue();
    assertThat(heartbeat(-20_000, SESSION_START - 80_000).clockAhead()).isFalse();
    assertThat(heartbeat(-19_999, SESSION_START - 80_000).clockAhead()).isTrue();
  }

  @Test
  void nothingWasMeasuredBefore1970() {
    assertThat(heartbeat(-SESSION_START, SESSION_START).undated()).isFalse();
    assertThat(heartbeat(-SESSION_START - 1, SESSION_START).undated()).isTrue();
  }

  @Test
  void aFrameIsAheadWithItsLastSample() {
    // The last of 10 samples is taken 900 ms after the first.
    TelemetryEvent frame = anEvent().with(aFrame().ofSuction()).build();

    assertThat(new TakenEvent(frame, SESSION_START - 59_100, 0, false).clockAhead()).isFalse();
    assertThat(new TakenEvent(frame, SESSION_START - 59_101, 0, false).clockAhead()).isTrue();
  }

  @Test
  void eachPayloadHasItsOwnTime() {
    SessionStart start =
        new SessionStart(
            Modality.MICROCURRENT,
            "p",
            0,
            Zone.FACE,
            SkinSensitivity.NORMAL,
            Optional.empty(),
            Optional.empty(),
            11,
            false);

    assertThat(anEvent().with(start).build().deviceTimeMs()).isEqualTo(11);
    assertThat(
            anEvent().with(new SessionEnd(12, SessionEnd.Reason.COMPLETED)).build().deviceTimeMs())
        .isEqualTo(12);
    assertThat(anEvent().with(aFrame().firstSampleAt(13).ofCurrent()).build().deviceTimeMs())
        .isEqualTo(13);
    assertThat(anEvent().with(Heartbeat.of(Heartbeat.State.IDLE)).sentAt(14).build().deviceTimeMs())
        .isEqualTo(14);
  }
}
