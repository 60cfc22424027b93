package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static io.clinictelemetry.streams.testing.UsageOutput.rollups;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten seconds of a channel as one point of a chart. */
class RollupsTest {

  private final Pipeline pipeline = Pipeline.usage();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void publishesAWindowWhileItFillsAndOnceMoreWhenItIsFull() {
    pipeline.append(device("d1").startsSession("s1").suction(11_000, 30).sent());

    assertThat(rollups(pipeline))
        .containsExactly(
            "+6000 d1 s1 vacuum_kpa at +0 #1 30.0/30.0/30.0 of 50",
            "+11000 d1 s1 vacuum_kpa at +0 #2 30.0/30.0/30.0 of 100");
    pipeline.tick(T0 + 30_000);
    assertThat(rollups(pipeline))
        .containsExactly("+16000 d1 s1 vacuum_kpa at +10000 #1 30.0/30.0/30.0 of 10");
  }

  @Test
  void namesTheSessionOfItsOwnReadingsAlsoWhenTheNextSessionHasBegun() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30);
    device.at(T0 + 12_000).startsSession("s2").suction(1_000, 20).endsSession();
    pipeline.append(device.sent());

    assertThat(rollups(pipeline))
        .containsExactly(
            "+6000 d1 s1 vacuum_kpa at +0 #1 30.0/30.0/30.0 of 10",
            "+13000 d1 s2 vacuum_kpa at +10000 #1 20.0/20.0/20.0 of 10");
  }

  @Test
  void namesTheSessionOfTheLatestReadingOfAWindowOfTwo() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30).endsSession();
    pipeline.append(device.startsSession("s2").suction(1_000, 20).endsSession().sent());

    assertThat(rollups(pipeline))
        .containsExactly(
            "+1000 d1 s1 vacuum_kpa at +0 #1 30.0/30.0/30.0 of 10",
            "+2000 d1 s2 vacuum_kpa at +0 #2 20.0/25.0/30.0 of 20");
  }

  @Test
  void fillsTheWindowsOfReadingsThatCameLateAsOnTime() {
    List<Sent> sent = device("d1").startsSession("s1").suction(25_000, 30).endsSession().sent();
    for (Sent event : sent) {
      pipeline.append(event.resentLater(3_600_000));
    }

    assertThat(pipeline.ledger().getLate()).isEqualTo(sent.size());
    assertThat(rollups(pipeline))
        .filteredOn(row -> row.endsWith("of 100"))
        .extracting(row -> row.substring(row.indexOf(" at ")))
        .containsExactly(" at +0 #2 30.0/30.0/30.0 of 100", " at +10000 #2 30.0/30.0/30.0 of 100");
  }

  @Test
  void doesWithoutWhatComesAfterItsWindow() {
    List<Sent> sent = device("d1").startsSession("s1").suction(12_000, 30).sent();
    Sent lost = sent.get(3);
    for (Sent event : sent) {
      if (!event.equals(lost)) {
        pipeline.append(event);
      }
    }
    pipeline.tick(T0 + 30_000);
    assertThat(rollups(pipeline)).anyMatch(row -> row.endsWith("of 90"));

    pipeline.append(lost.appendedAt(T0 + 31_000)).tick(T0 + 60_000);
    assertThat(rollups(pipeline)).isEmpty();
  }
}
