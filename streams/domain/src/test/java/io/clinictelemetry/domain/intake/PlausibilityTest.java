package io.clinictelemetry.domain.intake;

import static io.clinictelemetry.domain.testing.EventBuilder.anEvent;
import static io.clinictelemetry.domain.testing.FrameBuilder.aFrame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clinictelemetry.domain.intake.Rejection.Reason;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.EventBuilder;
import io.clinictelemetry.domain.testing.FrameBuilder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlausibilityTest {

  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final long LARGEST_COUNTER = 1L << 53;
  private static final long END_OF_9999 = 253_402_300_799_999L;
  private static final long WEEK_MS = 7L * 24 * 3_600_000;
  private static final boolean[] TWO = new boolean[2];
  private static final boolean[] THREE = new boolean[3];

  static Stream<Arguments> usable() {
    return Stream.of(
        arguments("an ordinary frame", with(aFrame().ofSuction())),
        arguments("one sample", with(aFrame().withSamples(1).ofSuction())),
        arguments("64 samples", with(aFrame().withSamples(64).ofCurrent())),
        arguments("not a number as suction", with(aFrame().withVacuum(NAN, 30).ofSuction())),
        arguments("not a number as current", with(aFrame().withCurrent(NAN, 30).ofCurrent())),
        arguments("not a number as peak", with(twoPeaks(NAN, 30).ofCurrent())),
        arguments("a sensor fault that is possible", with(aFrame().withVacuum(120).ofSuction())),
        arguments("a little pressure", with(aFrame().withVacuum(-20).ofSuction())),
        arguments("no motion sensor", with(aFrame().withoutMotionSensor().ofSuction())),
        arguments("not a number as motion", with(aFrame().withMotion(NAN).ofSuction())),
        arguments("not a number as set suction", with(aFrame().withSetSuction(NAN).ofSuction())),
        arguments("net current below 0", with(aFrame().withNet(-300).ofCurrent())),
        arguments("an open circuit", with(aFrame().withImpedance(INFINITE).ofCurrent())),
        arguments(
            "not a number as any other reading of current",
            with(
                aFrame()
                    .withNet(NAN)
                    .withVoltage(NAN)
                    .withImpedance(NAN)
                    .withFrequency(NAN)
                    .withArea(NAN)
                    .ofCurrent())),
        arguments("no current", with(aFrame().withCurrent(0).withSetCurrent(0).ofCurrent())),
        arguments("an ampere", with(aFrame().withCurrent(1_000_000).ofCurrent())),
        arguments("a sample a millisecond", with(aFrame().every(1).ofSuction())),
        arguments("a sample a minute", with(aFrame().every(60_000).ofSuction())),
        arguments("a week of session", with(aFrame().atElapsed(WEEK_MS).ofSuction())),
        arguments("readings without a session", with(aFrame().ofSuction()).outsideSession()),
        arguments("the largest counters", anEvent().at(LARGEST_COUNTER, LARGEST_COUNTER)),
        arguments("the beginning of time", anEvent().sentAt(0)),
        arguments("the end of time", anEvent().sentAt(END_OF_9999)),
        arguments("the longest id", anEvent().ofDevice("d".repeat(200))),
        arguments("a session's start", with(startPlanned(WEEK_MS))),
        arguments("a session without a plan", with(startPlanned(0))),
        arguments("a session's end", with(end())),
        arguments("a heartbeat", anEvent()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("usable")
  void isUsable(String name, EventBuilder event) {
    assertThat(Plausibility.check(event.build())).isEmpty();
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("no device", Reason.INVALID_ID, anEvent().ofDevice("")),
        arguments("a long device", Reason.INVALID_ID, anEvent().ofDevice("d".repeat(201))),
        arguments("no clinic", Reason.INVALID_ID, anEvent().ofClinic("")),
        arguments("an empty session", Reason.INVALID_ID, anEvent().inSession("")),
        arguments("a null character", Reason.INVALID_ID, anEvent().ofDevice("d\0")),
        arguments("a line break", Reason.INVALID_ID, anEvent().ofClinic("c\n1")),
        arguments("a delete", Reason.INVALID_ID, anEvent().inSession("s\u007f")),
        arguments("boot -1", Reason.IMPOSSIBLE_NUMBER, anEvent().at(-1, 0)),
        arguments("sequence -1", Reason.IMPOSSIBLE_NUMBER, anEvent().at(0, -1)),
        arguments(
            "a boot too large", Reason.IMPOSSIBLE_NUMBER, anEvent().at(LARGEST_COUNTER + 1, 0)),
        arguments(
            "a sequence too large", Reason.IMPOSSIBLE_NUMBER, anEvent().at(0, Long.MAX_VALUE)),
        arguments("sent before 1970", Reason.IMPOSSIBLE_NUMBER, anEvent().sentAt(-1)),
        arguments("sent after 9999", Reason.IMPOSSIBLE_NUMBER, anEvent().sentAt(END_OF_9999 + 1)),
        arguments(
            "sampled before 1970",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().firstSampleAt(Long.MIN_VALUE).ofSuction())),
        arguments(
            "sampled after 9999",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().firstSampleAt(Long.MAX_VALUE).ofCurrent())),
        arguments(
            "no sample", Reason.INCONSISTENT_FRAME, with(aFrame().withSamples(0).ofSuction())),
        arguments(
            "65 samples", Reason.INCONSISTENT_FRAME, with(aFrame().withSamples(65).ofCurrent())),
        arguments(
            "too little contact",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(3).withContact(TWO).ofSuction())),
        arguments(
            "too much contact",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(2).withContact(THREE).ofSuction())),
        arguments(
            "too few flags",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(3).withBad(TWO).ofSuction())),
        arguments(
            "too few flags of current",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(3).withBad(TWO).ofCurrent())),
        arguments(
            "too few peaks",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(3).withPeaks(1, 2).ofCurrent())),
        arguments(
            "too many peaks",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(1).withPeaks(1, 2).ofCurrent())),
        arguments("interval 0", Reason.IMPOSSIBLE_NUMBER, with(aFrame().every(0).ofSuction())),
        arguments("interval -1", Reason.IMPOSSIBLE_NUMBER, with(aFrame().every(-1).ofSuction())),
        arguments(
            "interval beyond a minute",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().every(60_001).ofSuction())),
        arguments(
            "before the session",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().atElapsed(-1).ofSuction())),
        arguments(
            "beyond a week",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().atElapsed(WEEK_MS + 1).ofSuction())),
        arguments(
            "121 kPa", Reason.IMPOSSIBLE_NUMBER, with(aFrame().withVacuum(30, 121).ofSuction())),
        arguments(
            "-21 kPa", Reason.IMPOSSIBLE_NUMBER, with(aFrame().withVacuum(-21, 30).ofSuction())),
        arguments(
            "infinite suction",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withVacuum(30, INFINITE).ofSuction())),
        arguments(
            "infinite pressure",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withVacuum(-INFINITE, 30).ofSuction())),
        arguments(
            "infinite current",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withCurrent(30, INFINITE).ofCurrent())),
        arguments(
            "infinite peak", Reason.IMPOSSIBLE_NUMBER, with(twoPeaks(30, INFINITE).ofCurrent())),
        arguments(
            "a current below 0",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withCurrent(-1).ofCurrent())),
        arguments("a peak below 0", Reason.IMPOSSIBLE_NUMBER, with(twoPeaks(30, -1).ofCurrent())),
        arguments(
            "more than an ampere",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withCurrent(1_000_001).ofCurrent())),
        arguments(
            "not a number as the set current",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withSetCurrent(NAN).ofCurrent())),
        arguments(
            "a set current below 0",
            Reason.IMPOSSIBLE_NUMBER,
            with(aFrame().withSetCurrent(-1).ofCurrent())),
        impossible("a motion below 0", aFrame().withMotion(-1).ofSuction()),
        impossible("an infinite motion", aFrame().withMotion(INFINITE).ofSuction()),
        impossible("a set suction below 0", aFrame().withSetSuction(-1).ofSuction()),
        impossible("an infinite set suction", aFrame().withSetSuction(INFINITE).ofSuction()),
        impossible("an infinite net current", aFrame().withNet(-INFINITE).ofCurrent()),
        impossible("an infinite voltage", aFrame().withVoltage(INFINITE).ofCurrent()),
        impossible("an impedance below 0", aFrame().withImpedance(-1).ofCurrent()),
        impossible("a frequency below 0", aFrame().withFrequency(-1).ofCurrent()),
        impossible("an area below 0", aFrame().withArea(-1).ofCurrent()),
        arguments(
            "too few motions",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(3).withMotion(1, 2).ofSuction())),
        arguments(
            "too many impedances",
            Reason.INCONSISTENT_FRAME,
            with(aFrame().withSamples(1).withImpedance(1, 2).ofCurrent())),
        arguments("a plan below 0", Reason.IMPOSSIBLE_NUMBER, with(startPlanned(-1))),
        arguments(
            "a plan beyond a week", Reason.IMPOSSIBLE_NUMBER, with(startPlanned(WEEK_MS + 1))),
        arguments(
            "a start without its session",
            Reason.PAYLOAD_MISMATCH,
            with(startPlanned(1)).outsideSession()),
        arguments(
            "an end without its session", Reason.PAYLOAD_MISMATCH, with(end()).outsideSession()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("unusable")
  void isUnusable(String name, Reason reason, EventBuilder event) {
    assertThat(Plausibility.check(event.build()))
        .hasValueSatisfying(rejection -> assertThat(rejection.reason()).isEqualTo(reason));
  }

  @Test
  void theCodesInTheQuarantineAreAllDifferentAndNeverChange() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::code))
        .containsExactly(
            "null-key",
            "key-mismatch",
            "invalid-id",
            "wrong-partition",
            "not-avro",
            "too-large",
            "unknown-schema",
            "unknown-kind",
            "payload-mismatch",
            "inconsistent-frame",
            "impossible-number",
            "unknown-modality",
            "clock-ahead",
            "beyond-horizon",
            "beyond-retention");
  }

  private static EventBuilder with(Payload payload) {
    return anEvent().with(payload);
  }

  private static Arguments impossible(String name, Frame frame) {
    return arguments(name, Reason.IMPOSSIBLE_NUMBER, with(frame));
  }

  private static FrameBuilder twoPeaks(double a, double b) {
    return aFrame().withSamples(2).withPeaks(a, b);
  }

  private static SessionStart startPlanned(long plannedMs) {
    return new SessionStart(
        Modality.MICROCURRENT,
        "programme",
        plannedMs,
        Zone.FACE,
        SkinSensitivity.NORMAL,
        Optional.empty(),
        Optional.empty(),
        1_700_000_000_000L,
        false);
  }

  private static SessionEnd end() {
    return new SessionEnd(1_700_000_000_000L, SessionEnd.Reason.COMPLETED);
  }
}
