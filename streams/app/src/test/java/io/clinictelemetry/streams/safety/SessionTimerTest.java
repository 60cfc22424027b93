package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that last too long: a device for the home may take 10 min, at most 15. */
class SessionTimerTest {

  private static final long SOFT_MS = 600_000;
  private static final long HARD_MS = 900_000;

  private static final String SOFT_OPENED =
      "OPENED session-soft #1 from +600000 triggered +600100 detected";

  private Pipeline pipeline;
  private final TestDevice device = device("d1").startsSession("s1");

  @BeforeEach
  void start() {
    pipeline = Pipeline.safety().register("d1", DeviceClass.HOME);
    pipeline.append(device.last());
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  /** Heartbeats each 4 s from now until then, ms since the start. */
  private void heartbeatsUntil(long ms) {
    long at = device.last().appendedAtMs() - T0 + 4_000;
    for (; at <= ms; at += 4_000) {
      pipeline.append(device.at(T0 + at).heartbeat().last());
    }
  }

  @Test
  void aFrameThatEndsAtTheLimitIsInTimeAndTheNextSampleIsNot() {
    heartbeatsUntil(SOFT_MS - 4_000);
    device.at(T0 + SOFT_MS - 1_000);
    pipeline.append(device.suction(1_000, 20).last());
    assertThat(transitions(pipeline)).isEmpty();

    pipeline.append(device.suction(100, 20).last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+600100 d1 "
                + SOFT_OPENED
                + " +600100 to - measured 10.001666666666667"
                + " peak 10.001666666666667 limit 10.0");

    heartbeatsUntil(HARD_MS - 4_000);
    assertThat(transitions(pipeline)).isEmpty();
    device.at(T0 + HARD_MS);
    pipeline.append(device.suction(100, 20).last());
    pipeline.append(device.endsSession().last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+900100 d1 OPENED session-hard #1 from +900000 triggered +900100 detected +900100 to"
                + " - measured 15.001666666666667 peak 15.001666666666667 limit 15.0",
            "+900100 d1 CLEARED session-soft #2 from +600000 triggered +600100 detected +600100 to"
                + " +900100 measured 10.001666666666667 peak 15.001666666666667 limit 10.0",
            "+900100 d1 CLEARED session-hard #2 from +900000 triggered +900100 detected +900100 to"
                + " +900100 measured 15.001666666666667 peak 15.001666666666667 limit 15.0");
  }

  @Test
  void withoutFramesTheLogClockTellsWhileHeartbeatsCome() {
    heartbeatsUntil(SOFT_MS);
    pipeline.tick(T0 + SOFT_MS + 1_999);
    assertThat(transitions(pipeline)).as("its end may be under way").isEmpty();

    pipeline.tick(T0 + SOFT_MS + 5_000);
    assertThat(transitions(pipeline))
        .containsExactly(
            "+602000 d1 OPENED session-soft #1 from +600000 triggered +602000 detected +602000 to"
                + " - measured 10.033333333333333 peak 10.033333333333333 limit 10.0");
  }

  @Test
  void aSessionThatEndsAtItsLimitIsInTime() {
    heartbeatsUntil(SOFT_MS - 4_000);
    device.at(T0 + SOFT_MS).endsSession();
    pipeline.append(device.last().appendedAt(T0 + SOFT_MS + 1_999)).tick(T0 + SOFT_MS + 10_000);

    assertThat(transitions(pipeline)).isEmpty();
  }

  @Test
  void aSilentSessionTellsWhenItIsHeardAgain() {
    heartbeatsUntil(SOFT_MS - 4_000);
    pipeline.tick(T0 + SOFT_MS + 2_000).tick(T0 + SOFT_MS + 60_000);
    assertThat(transitions(pipeline)).isEmpty();

    device.at(T0 + SOFT_MS + 61_000);
    pipeline.append(device.suction(1_000, 20).last());
    assertThat(transitions(pipeline))
        .containsExactly(
            "+662000 d1 OPENED session-soft #1 from +600000 triggered +662000 detected +662000 to"
                + " - measured 11.033333333333333 peak 11.033333333333333 limit 10.0");
  }

  @Test
  void anEndThatComesAfterSilenceTellsHowLongItLasted() {
    pipeline.append(device.at(T0 + 240_000).heartbeat().last());
    pipeline.append(device.at(T0 + 480_000).heartbeat().last());
    pipeline.append(device.at(T0 + 601_000).endsSession().last());

    assertThat(transitions(pipeline))
        .extracting(
            line -> line.replaceAll(" triggered.* to ", " to ").replaceAll(" measured.*", ""))
        .containsExactly(
            "+601000 d1 OPENED session-soft #1 from +600000 to -",
            "+601000 d1 CLEARED session-soft #2 from +600000 to +601000");
  }

  @Test
  void readingsWithoutASessionAndTheHeartbeatsBehindThemAreNone() {
    pipeline.append(device.endsSession().last());
    pipeline.append(device.suction(1_000, 20).last());
    heartbeatsUntil(SOFT_MS + 60_000);

    assertThat(transitions(pipeline)).isEmpty();
  }
}
