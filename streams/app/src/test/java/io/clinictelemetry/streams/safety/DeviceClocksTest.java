package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks of devices are not to be trusted; the log clock is. */
class DeviceClocksTest {

  private static final long TEN_YEARS_MS = Duration.ofDays(3_652).toMillis();
  private static final String HARD_HIGH_AT_ONCE =
      "+300 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +300 to -"
          + " measured 70.0 peak 70.0 limit 55.0";

  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = pipeline();
  }

  private static Pipeline pipeline() {
    return Pipeline.safety().register("d1", DeviceClass.SALON).register("d2", DeviceClass.SALON);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void aDeviceTenYearsAheadChangesNothingForAnyOther() {
    List<Sent> right =
        device("d1").startsSession("s1").suction(1_000, 70).suction(3_000, 30).endsSession().sent();
    pipeline.append(right);
    List<String> alone = transitions(pipeline);

    try (Pipeline together = pipeline()) {
      List<Sent> wrong =
          device("d2")
              .withClockAhead(TEN_YEARS_MS)
              .startsSession("s1")
              .suction(1_000, 20)
              .suction(3_000, 20)
              .endsSession()
              .sent();
      for (int i = 0; i < right.size(); i++) {
        together.append(wrong.get(i)).append(right.get(i));
      }

      assertThat(transitions(together))
          .filteredOn(line -> line.contains(" d1 "))
          .isEqualTo(alone)
          .isNotEmpty();
      assertThat(together.ledger().getApplied()).isEqualTo(right.size() + wrong.size());
      assertThat(together.ledger().getLate()).isZero();
    }
  }

  @Test
  void correctsTheTimesOfADeviceWhoseClockIsWrong() {
    pipeline.append(
        device("d1").withClockAhead(TEN_YEARS_MS).startsSession("s1").suction(300, 70).sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+0 d1 OPENED clock-error #1 from +0 triggered +0 detected +0 to -"
                + " measured 3.155328E8 peak 3.155328E8 limit 60.0",
            HARD_HIGH_AT_ONCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999-12-31T00:00:00Z", "1970-01-02T00:00:00Z"})
  void anAbsurdTimeSpoilsNothingThatComesAfterIt(Instant absurd) {
    TestDevice device = device("d1").heartbeat();
    pipeline.append(device.sent());
    device.withClockAhead(absurd.toEpochMilli() - device.last().appendedAtMs()).heartbeat();
    pipeline.append(device.last());
    device.withClockAhead(0).startsSession("s1");
    pipeline.append(device.last()).append(device.suction(300, 70).last());

    assertThat(pipeline.ledger().getApplied()).isEqualTo(4);
    assertThat(pipeline.ledger().getLate()).isZero();
    assertThat(transitions(pipeline))
        .filteredOn(DeviceClocksTest::isOfSuction)
        .containsExactly(HARD_HIGH_AT_ONCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999-12-31T00:00:00Z", "1970-01-02T00:00:00Z"})
  void aSessionGoesOnWhenItsClockJumpsAndComesBack(Instant absurd) {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    device.withClockAhead(absurd.toEpochMilli() - T0).suction(1_000, 20);
    pipeline.append(device.last());
    pipeline.append(device.withClockAhead(0).suction(300, 70).last());

    assertThat(pipeline.ledger().getApplied()).isEqualTo(3);
    assertThat(transitions(pipeline))
        .filteredOn(DeviceClocksTest::isOfSuction)
        .containsExactly(
            "+1300 d1 OPENED suction-hard-high #1 from +1000 triggered +1300 detected +1300 to -"
                + " measured 70.0 peak 70.0 limit 55.0");
  }

  @Test
  void aReadingOfAnotherClockThanItsSendingIsQuarantinedAndSpoilsNothing() {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    Sent torn = device.suction(1_000, 70).last();
    DeviceEvent sentMuchLater =
        DeviceEvent.newBuilder(torn.event())
            .setSentAt(Instant.parse("9999-12-31T00:00:00Z"))
            .build();
    pipeline.append(new Sent(sentMuchLater, torn.appendedAtMs()));

    assertThat(pipeline.quarantined())
        .extracting(
            record ->
                new String(
                    record.headers().lastHeader(QuarantineHeaders.REASON).value(),
                    StandardCharsets.UTF_8))
        .containsExactly("impossible-number");
    pipeline.append(device.suction(300, 70).last());
    assertThat(transitions(pipeline))
        .filteredOn(DeviceClocksTest::isOfSuction)
        .containsExactly(
            "+1300 d1 OPENED suction-hard-high #1 from +1000 triggered +1300 detected +1300 to -"
                + " measured 70.0 peak 70.0 limit 55.0");
  }

  private static boolean isOfSuction(String transition) {
    return transition.contains(" suction-");
  }

  @Test
  void believesAClockWithinFiveSeconds() {
    pipeline.append(device("d1").withClockAhead(5_000).startsSession("s1").suction(300, 70).sent());

    assertThat(transitions(pipeline)).hasSize(1).first().asString().contains("from +5000 ");
  }

  @Test
  void putsASampleAheadOfItsAppendTimeIntoQuarantineAndGoesOn() {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    Sent frame = device.suction(1_000, 70).last();
    // The last sample lies 0.9 s behind the first, and 1 ms more than a minute ahead.
    pipeline.append(withFirstSampleAt(frame, T0 + 1_000 + 60_000 - 900 + 1));

    assertThat(pipeline.quarantined())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.headers().lastHeader(QuarantineHeaders.REASON).value())
                  .isEqualTo("clock-ahead".getBytes(StandardCharsets.UTF_8));
              assertThat(record.timestamp()).isEqualTo(T0 + 1_000);
            });
    assertThat(transitions(pipeline)).isEmpty();

    pipeline.append(device.suction(300, 70).last());
    assertThat(transitions(pipeline))
        .as("the next frame was not held up")
        .hasSize(1)
        .first()
        .asString()
        .startsWith("+1300 d1 OPENED");
  }

  @Test
  void believesASampleAMinuteAhead() {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    pipeline.append(withFirstSampleAt(device.suction(1_000, 20).last(), T0 + 1_000 + 60_000 - 900));

    assertThat(pipeline.quarantined()).isEmpty();
    assertThat(pipeline.ledger().getApplied()).isEqualTo(2);
  }

  private static Sent withFirstSampleAt(Sent sent, long ms) {
    DeviceEvent event = DeviceEvent.newBuilder(sent.event()).build();
    event.getSuction().setFirstSampleAt(Instant.ofEpochMilli(ms));
    return new Sent(event, sent.appendedAtMs());
  }
}
