package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.episodes;
import static io.clinictelemetry.streams.testing.SafetyOutput.transitions;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.RandomLog;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same readings, but not when or not in the order in which they were taken. */
class LateAndOutOfOrderTest {

  private static Pipeline pipeline() {
    return Pipeline.safety().register("d1", DeviceClass.SALON);
  }

  private static List<Sent> breach() {
    return device("d1")
        .startsSession("s1")
        .suction(1_000, 70)
        .suction(3_000, 30)
        .endsSession()
        .sent();
  }

  @Test
  void givesLateReadingsTheAlertThatTheyWouldHaveHadOnTimeAndSaysThatItIsLate() {
    try (Pipeline onTime = pipeline();
        Pipeline late = pipeline()) {
      onTime.append(breach());
      late.append(breach().stream().map(sent -> sent.resentLater(31_000)).toList());

      assertThat(late.ledger().getLate()).isEqualTo(breach().size());
      assertThat(late.ledger().getApplied()).isZero();
      assertThat(late.ledger().getOutOfOrder()).isZero();
      assertThat(late.alerts()).allMatch(alert -> alert.value().getLate());
      assertThat(onTime.alerts()).isNotEmpty().noneMatch(alert -> alert.value().getLate());
      assertThat(episodes(late)).isEqualTo(episodes(onTime)).isNotEmpty();
    }
  }

  @Test
  void isLateAfterThirtySecondsAndNotAMillisecondBefore() {
    Sent heartbeat = device("d1").heartbeat().last();
    Sent frame = device("d1").heartbeat().suction(100, 20).last();
    try (Pipeline pipeline = pipeline()) {
      pipeline.append(heartbeat).append(frame.appendedAt(T0 + 30_000));
      assertThat(pipeline.ledger().getLate()).isZero();
    }
    try (Pipeline pipeline = pipeline()) {
      pipeline.append(heartbeat).append(frame.appendedAt(T0 + 30_001));
      assertThat(pipeline.ledger().getLate()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void findsTheSameEpisodesInAnyOrderWithinTheGapWaitAndDespiteDuplicates(long seed) {
    List<Sent> log = RandomLog.ofSuction(new Random(seed), "d1", "d2");
    try (Pipeline inOrder = pipeline();
        Pipeline disordered = pipeline()) {
      inOrder.append(log).tick(log.get(log.size() - 1).appendedAtMs() + 400_000);
      List<Sent> mixed = RandomLog.mixedWithinTheGapWait(log, new Random(~seed));
      disordered.append(mixed).tick(mixed.get(mixed.size() - 1).appendedAtMs() + 400_000);

      assertThat(disordered.ledger().getBuffered()).isZero();
      assertThat(disordered.ledger().getOutOfOrder()).isZero();
      assertThat(disordered.ledger().getApplied()).isEqualTo(log.size());
      assertThat(disordered.ledger().getDuplicate()).isEqualTo(mixed.size() - log.size());
      List<String> expected = episodes(inOrder);
      assertThat(expected).as("episodes of seed %d", seed).isNotEmpty();
      assertThat(episodes(disordered)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void declaresAGapAtItsDeadlineByATickAndNotAMillisecondBefore() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1").loses(1).suction(1_000, 70);
      pipeline.append(device.sent());
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(1);

      pipeline.tick(T0 + 1_000 + 1_999);
      assertThat(transitions(pipeline)).isEmpty();
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(1);

      pipeline.tick(T0 + 5_000);
      assertThat(pipeline.ledger().getBuffered()).isZero();
      assertThat(pipeline.counted("clinic.telemetry.gaps")).isEqualTo(1);
      assertThat(transitions(pipeline))
          .as("stamped with the deadline")
          .containsExactly(
              "+3000 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +3000 to -"
                  + " measured 70.0 peak 70.0 limit 55.0",
              "+3000 d1 OPENED sequence-gap #1 from +0 triggered +0 detected +3000 to -"
                  + " measured 1.0 peak 1.0 limit 0.0");
    }
  }

  @Test
  void waitsForEachGapFromWhenTheFirstEventBehindItCame() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").heartbeat();
      device.pauses(100).loses(1).heartbeat().pauses(500).loses(1).heartbeat();
      pipeline.append(device.sent());
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(2);

      pipeline.tick(T0 + 2_099);
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(2);
      pipeline.tick(T0 + 2_100);
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(1);
      pipeline.tick(T0 + 2_599);
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(1);
      pipeline.tick(T0 + 2_600);
      assertThat(pipeline.ledger().getBuffered()).isZero();
      assertThat(pipeline.ledger().getApplied()).isEqualTo(3);
    }
  }

  @Test
  void timeDoesNotGoBackForAGapThatWasNoticedBeforeTheOneInFrontOfIt() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1");
      device.heartbeat().heartbeat().heartbeat().heartbeat().heartbeat().suction(1_000, 70);
      List<Sent> sent = device.sent();
      pipeline.append(sent.get(0));
      pipeline.append(sent.get(6).appendedAt(T0 + 1_000));
      pipeline.append(sent.get(2).appendedAt(T0 + 1_100));
      pipeline.append(sent.get(4).appendedAt(T0 + 1_500));
      pipeline.append(sent.get(1).appendedAt(T0 + 1_600));

      pipeline.tick(T0 + 5_000);
      assertThat(pipeline.ledger().getBuffered()).isZero();
      assertThat(transitions(pipeline))
          .as("the gap in front of it was declared at +3500")
          .containsExactly(
              "+3500 d1 OPENED sequence-gap #1 from +0 triggered +0 detected +3500 to -"
                  + " measured 1.0 peak 1.0 limit 0.0",
              "+3500 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +3500 to -"
                  + " measured 70.0 peak 70.0 limit 55.0");
    }
  }

  @Test
  void countsTheGapWaitOnTheLogClockEvenIfAppendTimesGoBack() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").heartbeat().loses(1).heartbeat().loses(1).heartbeat();
      List<Sent> sent = device.sent();
      pipeline.append(sent.get(0));
      pipeline.tick(T0 + 60_000);
      pipeline.append(sent.get(1).appendedAt(T0 + 1));
      pipeline.append(sent.get(2).appendedAt(T0 + 2));

      pipeline.tick(T0 + 61_999);
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(2);
      pipeline.tick(T0 + 62_000);
      assertThat(pipeline.ledger().getBuffered()).isZero();
    }
  }

  @Test
  void recordsABreachThatComesAfterItsGapAsAnEpisodeThatIsOver() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1").suction(1_000, 70).suction(1_000, 30);
      List<Sent> sent = device.sent();
      pipeline.append(sent.get(0)).append(sent.get(2)).tick(T0 + 4_000);
      assertThat(transitions(pipeline))
          .containsExactly(
              "+4000 d1 OPENED sequence-gap #1 from +1000 triggered +1000 detected +4000 to -"
                  + " measured 1.0 peak 1.0 limit 0.0");

      pipeline.append(sent.get(1).appendedAt(T0 + 4_500));

      assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(1);
      assertThat(pipeline.ledger().getApplied()).isEqualTo(3);
      assertThat(transitions(pipeline))
          .containsExactly(
              "+4500 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +4500 to -"
                  + " measured 70.0 peak 70.0 limit 55.0 late",
              "+4500 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +4500 to"
                  + " +1000 measured 70.0 peak 70.0 limit 55.0 late");

      pipeline.append(sent.get(1).appendedAt(T0 + 4_600));
      assertThat(pipeline.ledger().getDuplicate()).as("the second time").isEqualTo(1);
      assertThat(transitions(pipeline)).isEmpty();
    }
  }

  @Test
  void widensAnAlertThatIsOpenAndThenOverByWhatItsGapHeld() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1").suction(1_000, 80).suction(1_000, 70);
      List<Sent> sent = device.suction(500, 70).suction(2_000, 30).endsSession().sent();
      pipeline.append(sent.get(0)).append(sent.get(2)).tick(T0 + 4_000);
      assertThat(transitions(pipeline))
          .containsExactly(
              "+4000 d1 OPENED suction-hard-high #1 from +1000 triggered +1300 detected +4000 to -"
                  + " measured 70.0 peak 70.0 limit 55.0",
              "+4000 d1 OPENED sequence-gap #1 from +1000 triggered +1000 detected +4000 to -"
                  + " measured 1.0 peak 1.0 limit 0.0");

      pipeline.append(sent.get(1).appendedAt(T0 + 4_100));
      assertThat(transitions(pipeline))
          .containsExactly(
              "+4100 d1 WIDENED suction-hard-high #2 from +0 triggered +1300 detected +4000 to -"
                  + " measured 70.0 peak 80.0 limit 55.0");

      for (Sent later : sent.subList(4, sent.size())) {
        pipeline.append(later.appendedAt(T0 + 5_000));
      }
      pipeline.tick(T0 + 7_000);
      assertThat(transitions(pipeline))
          .containsExactly(
              "+7000 d1 CLEARED suction-hard-high #3 from +0 triggered +1300 detected +4000 to"
                  + " +2500 measured 70.0 peak 80.0 limit 55.0");

      pipeline.append(sent.get(3).appendedAt(T0 + 8_000));
      assertThat(transitions(pipeline)).as("it was within").isEmpty();
    }
  }

  @Test
  void widensAnAlertOfASessionThatIsOverAndCountsThatAsNeitherOpenedNorCleared() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1").suction(500, 75).suction(500, 70);
      List<Sent> sent = device.endsSession().sent();
      pipeline.append(sent.get(0)).append(sent.get(2)).append(sent.get(3)).tick(T0 + 3_000);
      assertThat(transitions(pipeline))
          .contains(
              "+3000 d1 CLEARED suction-hard-high #2 from +500 triggered +800 detected +3000 to"
                  + " +1000 measured 70.0 peak 70.0 limit 55.0");

      pipeline.append(sent.get(1).appendedAt(T0 + 3_100));

      assertThat(transitions(pipeline))
          .containsExactly(
              "+3100 d1 WIDENED suction-hard-high #3 from +0 triggered +800 detected +3000 to"
                  + " +1000 measured 70.0 peak 75.0 limit 55.0");
      assertThat(
              List.of(
                  pipeline.counted("clinic.alerts", "rule", "suction-hard-high", "state", "OPEN"),
                  pipeline.counted(
                      "clinic.alerts", "rule", "suction-hard-high", "state", "CLEARED")))
          .containsExactly(1.0, 1.0);
    }
  }

  @Test
  void anHourAfterItClearedAnAlertIsLeftAsItIs() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1").suction(500, 70).suction(500, 70);
      List<Sent> sent = device.endsSession().sent();
      pipeline.append(sent.get(0)).append(sent.get(2)).append(sent.get(3)).tick(T0 + 3_000);
      transitions(pipeline);

      pipeline.append(sent.get(1).appendedAt(T0 + 3_000 + 3_600_000));

      assertThat(transitions(pipeline))
          .filteredOn(line -> line.contains("suction"))
          .containsExactly(
              "+3603000 d1 OPENED suction-hard-high #1 from +0 triggered +300 detected +3603000"
                  + " to - measured 70.0 peak 70.0 limit 55.0 late",
              "+3603000 d1 CLEARED suction-hard-high #2 from +0 triggered +300 detected +3603000"
                  + " to +500 measured 70.0 peak 70.0 limit 55.0 late");
    }
  }

  @Test
  void takesTheFirstEventOfALaterBootAfterTheGapWait() {
    try (Pipeline pipeline = pipeline()) {
      TestDevice device = device("d1").startsSession("s1").suction(200, 70).boots();
      pipeline.append(device.entersSession("s2").suction(300, 70).sent());
      assertThat(pipeline.ledger().getBuffered()).isEqualTo(1);

      pipeline.tick(T0 + 2_500);

      assertThat(pipeline.ledger().getBuffered()).isZero();
      assertThat(transitions(pipeline)).hasSize(1).first().asString().startsWith("+2500 d1 OPENED");
    }
  }
}
