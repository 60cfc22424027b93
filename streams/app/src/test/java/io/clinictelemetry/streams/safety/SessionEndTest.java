package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions whose start or end never came. */
class SessionEndTest {

  private static final long TIMEOUT_MS = Pipeline.SESSION_TIMEOUT.toMillis();

  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline =
        Pipeline.safety().register("d1", DeviceClass.SALON).register("another", DeviceClass.SALON);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void clearsAtTheSessionTimeoutByTicksAloneAndNotAMillisecondBefore() {
    pipeline.append(device("d1").startsSession("s1").suction(500, 70).sent());
    transitions(pipeline);

    long deadline = T0 + 500 + TIMEOUT_MS;
    pipeline.ticks(T0 + 1_000, deadline - 1_000).tick(deadline - 1);
    assertThat(transitions(pipeline)).isEmpty();

    pipeline.tick(deadline);
    assertThat(transitions(pipeline))
        .containsExactly(
            "+300500 d1 CLEARED suction-hard-high #3 from +0 triggered +300 detected +500 to +500"
                + " measured 70.0 peak 70.0 limit 55.0");
  }

  @Test
  void stampsATimeoutWithItsDeadlineHoweverLateTheNextRecordComes() {
    pipeline.append(device("d1").startsSession("s1").suction(500, 70).sent());
    transitions(pipeline);

    pipeline.append(device("another").at(T0 + 10 * TIMEOUT_MS).heartbeat().sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+300500 d1 CLEARED suction-hard-high #3 from +0 triggered +300 detected +500 to +500"
                + " measured 70.0 peak 70.0 limit 55.0");
  }

  @Test
  void countsTheTimeoutFromTheLatestEventOfTheSession() {
    TestDevice device = device("d1").startsSession("s1").suction(500, 70);
    pipeline.append(device.sent());
    transitions(pipeline);
    pipeline.append(device.pauses(TIMEOUT_MS - 1).heartbeat().last());

    pipeline.tick(T0 + 500 + 2 * TIMEOUT_MS - 2);
    assertThat(transitions(pipeline)).isEmpty();

    pipeline.tick(T0 + 500 + 2 * TIMEOUT_MS - 1);
    assertThat(transitions(pipeline)).hasSize(1).first().asString().startsWith("+600499 ");
  }

  @Test
  void judgesASessionWhoseStartWasLost() {
    TestDevice device = device("d1").heartbeat();
    pipeline.append(device.entersSession("s1").suction(300, 56).pauses(100).endsSession().sent());

    assertThat(transitions(pipeline))
        .containsExactly(
            "+300 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +300 to -"
                + " measured 56.0 peak 56.0 limit 55.0",
            "+400 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +300 to +400"
                + " measured 56.0 peak 56.0 limit 55.0");
  }

  @Test
  void judgesByZoneAndSkinOnceAStartThatWasDelayedHasCome() {
    TestDevice device =
        device("d1").heartbeat().treating(Zone.NECK, SkinSensitivity.NORMAL).startsSession("s1");
    List<Sent> sent = device.suction(1_000, 30).sent();
    Sent start = sent.get(1);
    pipeline.append(sent.get(0)).append(sent.get(2)).tick(T0 + 3_000);
    assertThat(pipeline.ledger().getApplied()).as("without the start").isEqualTo(2);

    pipeline.append(start.appendedAt(T0 + 3_100));
    pipeline.append(device.at(T0 + 3_100).suction(2_000, 30).sent().subList(3, 5));

    assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(1);
    assertThat(transitions(pipeline))
        .as("41 kPa x 0.6 for the neck")
        .containsExactly(
            "+3000 d1 OPENED sequence-gap #1 from +0 triggered +0 detected +3000 to -"
                + " measured 1.0 peak 1.0 limit 0.0",
            "+5100 d1 OPENED suction-soft-high #1 from +3100 triggered +5100 detected +5100 to -"
                + " measured 30.0 peak 30.0 limit 24.6");
  }

  @Test
  void keepsAnOpenAlertOpenWhileHistoryOfEarlierSessionsComesOutOfOrder() {
    TestDevice device = device("d1").heartbeat();
    for (int i = 0; i < 6; i++) {
      device.startsSession("old-" + i).suction(100, 30).endsSession();
    }
    List<Sent> old = device.sent().subList(1, device.sent().size());
    TestDevice now = device.startsSession("now").suction(1_000, 70);
    pipeline.append(device.sent().get(0));
    pipeline.append(now.sent().subList(19, 21)).tick(T0 + 4_000);
    assertThat(transitions(pipeline))
        .extracting(line -> line.replaceAll(" #.*", ""))
        .containsExactly("+2600 d1 OPENED sequence-gap", "+2600 d1 OPENED suction-hard-high");

    for (Sent late : old) {
      pipeline.append(late.appendedAt(T0 + 4_100));
    }

    assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(old.size());
    assertThat(transitions(pipeline)).isEmpty();
    pipeline.append(now.suction(100, 70).last().appendedAt(T0 + 4_200));
    assertThat(transitions(pipeline)).as("still the same alert").isEmpty();
  }
}
