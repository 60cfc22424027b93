package io.clinictelemetry.domain.intake;

import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameTest {

  @Test
  void suctionBeyondWhatItsSensorCanMeasureIsBad() {
    Frame frame = aFrame().withVacuum(-2, Math.nextDown(-2f), 94.9, 95, Double.NaN).ofSuction();

    assertThat(frame.bad(0)).isFalse();
    assertThat(frame.bad(1)).isTrue();
    assertThat(frame.bad(2)).isFalse();
    assertThat(frame.bad(3)).isTrue();
    assertThat(frame.bad(4)).isTrue();
  }

  @Test
  void suctionTreatsWithContactAndAGoodSample() {
    Frame frame =
        aFrame()
            .withVacuum(30, 30, Double.NaN, 30)
            .withContact(true, false, true, true)
            .withBad(false, false, false, true)
            .ofSuction();

    assertThat(frame.treating(0)).isTrue();
    assertThat(frame.treating(1)).isFalse();
    assertThat(frame.treating(2)).isFalse();
    assertThat(frame.treating(3)).isFalse();
  }

  @Test
  void currentTreatsFromATenthOfWhatWasSet() {
    Frame frame =
        aFrame().withCurrent(30, Math.nextDown(30f), Double.NaN).withSetCurrent(300).ofCurrent();

    assertThat(frame.treating(0)).isTrue();
    assertThat(frame.treating(1)).isFalse();
    assertThat(frame.treating(2)).isFalse();
  }

  @Test
  void currentDoesNotTreatWhileNoneIsSet() {
    assertThat(aFrame().withCurrent(5).withSetCurrent(0).ofCurrent().treating(0)).isFalse();
  }

  @Test
  void aSampleWithABrokenPeakIsBad() {
    assertThat(aFrame().withSamples(1).withPeaks(Double.NaN).ofCurrent().bad(0)).isTrue();
  }

  @Test
  void aFrameCoversItsSamplesIntervals() {
    assertThat(aFrame().withSamples(64).every(60_000).ofSuction().durationMs())
        .isEqualTo(3_840_000);
  }
}
