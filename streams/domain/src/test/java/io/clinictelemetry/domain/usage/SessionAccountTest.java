package io.clinictelemetry.domain.usage;

import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionEnd.Reason;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionAccountTest {

  private final SessionAccount account =
      new SessionAccount(
          "device-1", "session-1", "clinic-1", Modality.MICRODERMABRASION, SESSION_START);

  private final Coverage treated = new Coverage();

  private void add(Frame frame) {
    account.add(frame, frame.firstSampleAtMs(), (fromMs, toMs) -> treated.add(fromMs, toMs));
  }

  private static SessionStart start() {
    return new SessionStart(
        Modality.MICRODERMABRASION,
        "programme-1",
        60_000,
        Zone.FACE,
        SkinSensitivity.NORMAL,
        Optional.empty(),
        Optional.empty(),
        SESSION_START,
        true);
  }

  private static SessionEnd end(Reason reason) {
    return new SessionEnd(0, reason); // its time comes corrected
  }

  @Test
  void countsTheTimeWithContactAlone() {
    add(aFrame().withVacuum(30).lasting(ofSeconds(2)).ofSuction());
    add(aFrame().withVacuum(2).lasting(ofSeconds(2)).lifted().atElapsed(2_000).ofSuction());

    assertThat(treated.lengthMs()).isEqualTo(2_000);
    assertThat(account.sessionMs()).isEqualTo(4_000);
    assertThat(account.samplesReceived()).isEqualTo(40);
  }

  @Test
  void aBadSampleIsCountedAsReceivedAndNotAsTreating() {
    add(aFrame().withVacuum(30, Double.NaN, 96).withBad(true, false, false).ofSuction());

    assertThat(treated.lengthMs()).isZero();
    assertThat(account.samplesReceived()).isEqualTo(3);
    assertThat(account.samplesBad()).isEqualTo(3);
  }

  @Test
  void sumsSuctionInPascalMilliseconds() {
    add(aFrame().withVacuum(30.25, 40).ofSuction());

    assertThat(account.channel().sumUnitMs()).isEqualTo(100 * (30_250 + 40_000));
    assertThat(account.channel().durationMs()).isEqualTo(200);
    assertThat(account.channel().min()).isEqualTo(30_250);
    assertThat(account.channel().max()).isEqualTo(40_000);
  }

  @Test
  void sumsCurrentInMicroampereMilliseconds() {
    add(aFrame().withCurrent(299.6, 100.4).ofCurrent());

    assertThat(account.channel().sumUnitMs()).isEqualTo(100 * (300 + 100));
  }

  @Test
  void reportsEachStretchOfTreatingOnTheCorrectedClock() {
    List<Window> stretches = new ArrayList<>();
    Frame frame =
        aFrame()
            .withVacuum(30, 30, 30, 30, 30)
            .withContact(true, true, false, true, true)
            .atElapsed(5_000)
            .ofSuction();

    account.add(frame, 1_000_000, (fromMs, toMs) -> stretches.add(new Window(fromMs, toMs)));

    assertThat(stretches)
        .containsExactly(new Window(1_000_000, 1_000_200), new Window(1_000_300, 1_000_500));
  }

  @Test
  void anOpenSessionLastsUntilItsLatestReading() {
    add(aFrame().lasting(ofSeconds(1)).atElapsed(9_000).ofSuction());

    assertThat(account.endedAtMs()).isEmpty();
    assertThat(account.endReason()).isEmpty();
    assertThat(account.sessionMs()).isEqualTo(10_000);
  }

  @Test
  void aStartThatComesLateCorrectsTheEstimate() {
    account.started(start(), SESSION_START - 500);
    account.ended(end(Reason.COMPLETED), SESSION_START + 9_500);

    assertThat(account.startedAtMs()).isEqualTo(SESSION_START - 500);
    assertThat(account.sessionMs()).isEqualTo(10_000);
    assertThat(account.programme()).isEqualTo("programme-1");
    assertThat(account.plannedMs()).isEqualTo(60_000);
    assertThat(account.testSession()).isTrue();
  }

  @Test
  void anEndBeforeTheStartIsTheStartWhicheverCameFirst() {
    account.ended(end(Reason.COMPLETED), SESSION_START + 100);
    account.started(start(), SESSION_START + 500);
    assertThat(account.endedAtMs()).hasValue(SESSION_START + 500);

    account.ended(end(Reason.COMPLETED), SESSION_START + 100);
    assertThat(account.endedAtMs()).hasValue(SESSION_START + 500);
    assertThat(account.sessionMs()).isZero();
  }

  @Test
  void withoutAnEndASessionEndedWithItsLatestReading() {
    add(aFrame().lasting(ofSeconds(1)).ofSuction());
    account.timedOut();

    assertThat(account.endedAtMs()).hasValue(SESSION_START + 1_000);
    assertThat(account.endReason()).contains(Reason.TIMEOUT);
  }

  @Test
  void aReadingThatComesAfterATimeoutMovesTheEnd() {
    account.timedOut();
    add(aFrame().lasting(ofSeconds(1)).atElapsed(4_000).ofSuction());

    assertThat(account.endedAtMs()).hasValue(SESSION_START + 5_000);
  }

  @Test
  void theRealEndOverrulesATimeoutAndATimeoutNeverARealEnd() {
    add(aFrame().lasting(ofSeconds(1)).ofSuction());
    account.timedOut();
    account.ended(end(Reason.OPERATOR_STOP), SESSION_START + 800);
    account.timedOut();

    assertThat(account.endedAtMs()).hasValue(SESSION_START + 800);
    assertThat(account.endReason()).contains(Reason.OPERATOR_STOP);
  }

  @Test
  void aTimeoutThatTheDeviceItselfTellsKeepsItsTime() {
    account.ended(end(Reason.TIMEOUT), SESSION_START + 9_000);
    add(aFrame().lasting(ofSeconds(1)).ofSuction());

    assertThat(account.endedAtMs()).hasValue(SESSION_START + 9_000);
  }

  @Test
  void aReadingAfterARealEndDoesNotMoveIt() {
    account.ended(end(Reason.COMPLETED), SESSION_START + 500);
    add(aFrame().lasting(ofSeconds(1)).ofSuction());

    assertThat(account.endedAtMs()).hasValue(SESSION_START + 500);
  }

  @Test
  void eachPublicationHasItsNumber() {
    assertThat(account.nextRevision()).isEqualTo(1);
    assertThat(account.nextRevision()).isEqualTo(2);
    assertThat(account.revision()).isEqualTo(2);
  }
}
