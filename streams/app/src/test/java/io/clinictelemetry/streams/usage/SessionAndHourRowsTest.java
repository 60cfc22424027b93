package io.clinictelemetry.streams.usage;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static io.clinictelemetry.streams.testing.UsageOutput.hours;
import static io.clinictelemetry.streams.testing.UsageOutput.rollups;
import static io.clinictelemetry.streams.testing.UsageOutput.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of sessions and hours, and when they come. */
class SessionAndHourRowsTest {

  private static final String NINE = "d1/2026-03-02T09:00:00Z";
  private static final String UNTIL_TEN = "until 2026-03-02T10:00:00Z UTC";
  private static final long TIMEOUT_MS = Pipeline.SESSION_TIMEOUT.toMillis();

  private final Pipeline pipeline = Pipeline.usage();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void publishesAShortSessionAtItsStartAndItsEnd() {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    assertThat(sessions(pipeline))
        .containsExactly("+0 d1/s1 #1 OPEN - from +0 to - lasting 0 treating 0 samples 0 bad 0");
    assertThat(hours(pipeline))
        .containsExactly("+0 " + NINE + " #1 " + UNTIL_TEN + " treating 0 unassigned 0 starts 1");
    assertThat(rollups(pipeline)).isEmpty();

    device.suction(1_000, 30).freeAir(500, 2).suctionFrame(29, 31, Double.NaN, 30, 120);
    pipeline.append(device.sent().subList(1, 4));
    assertThat(sessions(pipeline)).isEmpty();
    assertThat(hours(pipeline)).isEmpty();
    assertThat(rollups(pipeline)).isEmpty();

    pipeline.append(device.pauses(300).endsSession().last());
    assertThat(sessions(pipeline))
        .as("not a number and a sensor fault are bad and do not treat")
        .containsExactly(
            "+2300 d1/s1 #2 CLOSED COMPLETED from +0 to +2300 lasting 2300 treating 1300"
                + " samples 20 bad 2 vacuum 29000..31000 Pa sum 39000000 over 1300");
    assertThat(hours(pipeline))
        .containsExactly(
            "+2300 " + NINE + " #2 " + UNTIL_TEN + " treating 1300 unassigned 0 starts 1");
    assertThat(rollups(pipeline))
        .containsExactly("+2300 d1 s1 vacuum_kpa at +0 #1 2.0/22.22222222222222/31.0 of 18");
  }

  @Test
  void publishesASessionOfCurrent() {
    pipeline.append(
        device("d1")
            .startsCurrentSession("s1")
            .current(1_000, 300)
            .peaks(20, 40, 50)
            .endsSession()
            .sent());

    assertThat(sessions(pipeline).get(1))
        .as("20 uA is less than a tenth of what was set: no contact")
        .isEqualTo(
            "+1200 d1/s1 #2 CLOSED COMPLETED from +0 to +1200 lasting 1200 treating 1000"
                + " samples 12 bad 0 current 300..300 uA sum 300000 over 1000");
    assertThat(rollups(pipeline))
        .containsExactly(
            "+1200 d1 s1 current_ua at +0 #1 20.0/253.33333333333334/300.0 of 12",
            "+1200 d1 s1 peak_ua at +0 #1 40.0/257.5/300.0 of 12");
  }

  @Test
  void publishesWhatChangedAtThePublishIntervalByTicksAndNotAMillisecondBefore() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30);
    pipeline.append(device.sent());
    sessions(pipeline);
    hours(pipeline);

    pipeline.append(device.suction(1_000, 30).last());
    pipeline.tick(T0 + 1_000 + 4_999);
    assertThat(sessions(pipeline)).isEmpty();

    pipeline.tick(T0 + 7_500);
    assertThat(sessions(pipeline))
        .as("stamped with the deadline")
        .containsExactly(
            "+6000 d1/s1 #2 OPEN - from +0 to - lasting 2000 treating 2000 samples 20 bad 0"
                + " vacuum 30000..30000 Pa sum 60000000 over 2000");
    assertThat(hours(pipeline))
        .containsExactly(
            "+6000 " + NINE + " #2 " + UNTIL_TEN + " treating 2000 unassigned 0 starts 1");
    assertThat(rollups(pipeline)).hasSize(1);

    pipeline.ticks(T0 + 8_000, T0 + 60_000);
    assertThat(sessions(pipeline)).as("nothing changed").isEmpty();
    assertThat(hours(pipeline)).isEmpty();
    assertThat(rollups(pipeline)).isEmpty();
  }

  @Test
  void closesASessionAtTheTimeoutByTicksAloneAndNotAMillisecondBefore() {
    pipeline.append(device("d1").startsSession("s1").suction(1_000, 30).sent());
    pipeline.ticks(T0 + 2_000, T0 + 1_000 + TIMEOUT_MS - 1_000);
    sessions(pipeline);
    pipeline.tick(T0 + 1_000 + TIMEOUT_MS - 1);
    assertThat(sessions(pipeline)).isEmpty();

    pipeline.tick(T0 + 1_000 + TIMEOUT_MS);
    assertThat(sessions(pipeline))
        .containsExactly(
            "+301000 d1/s1 #3 CLOSED TIMEOUT from +0 to +1000 lasting 1000 treating 1000 samples"
                + " 10 bad 0 vacuum 30000..30000 Pa sum 30000000 over 1000");
  }

  @Test
  void letsAnEndThatComesAfterTheTimeoutOverruleIt() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30);
    pipeline.append(device.sent()).tick(T0 + 2 * TIMEOUT_MS);
    sessions(pipeline);
    device.suction(1_000, 30).endsSession();
    for (Sent later : device.sent().subList(2, 4)) {
      pipeline.append(later.resentLater(2 * TIMEOUT_MS));
    }

    assertThat(sessions(pipeline))
        .containsExactly(
            "+602000 d1/s1 #4 CLOSED COMPLETED from +0 to +2000 lasting 2000 treating 2000"
                + " samples 20 bad 0 vacuum 30000..30000 Pa sum 60000000 over 2000");
    assertThat(pipeline.ledger().getLate()).isEqualTo(2);
  }

  @Test
  void countsAFrameThatComesAfterTheEndInAHigherRevision() {
    List<Sent> sent = device("d1").startsSession("s1").suction(3_000, 30).endsSession().sent();
    Sent lost = sent.get(2);
    pipeline.append(sent.get(0)).append(sent.get(1)).append(sent.get(3)).append(sent.get(4));
    pipeline.tick(T0 + 10_000);
    assertThat(sessions(pipeline).get(1))
        .isEqualTo(
            "+5000 d1/s1 #2 CLOSED COMPLETED from +0 to +3000 lasting 3000 treating 2000 samples"
                + " 20 bad 0 vacuum 30000..30000 Pa sum 60000000 over 2000");
    hours(pipeline);

    pipeline.append(lost.appendedAt(T0 + 60_000)).append(lost.appendedAt(T0 + 61_000));
    pipeline.tick(T0 + 70_000);

    assertThat(sessions(pipeline))
        .containsExactly(
            "+65000 d1/s1 #3 CLOSED COMPLETED from +0 to +3000 lasting 3000 treating 3000"
                + " samples 30 bad 0 vacuum 30000..30000 Pa sum 90000000 over 3000");
    assertThat(hours(pipeline))
        .containsExactly(
            "+65000 " + NINE + " #3 " + UNTIL_TEN + " treating 3000 unassigned 0 starts 1");
    assertThat(pipeline.ledger().getDuplicate()).isEqualTo(1);
    assertThat(pipeline.ledger().getOutOfOrder()).isEqualTo(1);
  }

  @Test
  void estimatesALostStartFromTheElapsedTimeAndTakesTheRealOneWhenItComes() {
    TestDevice device = device("d1").heartbeat().at(T0 + 1_000).startsSession("s1");
    List<Sent> sent = device.suction(1_000, 30).sent();
    pipeline.append(sent.get(0)).append(sent.get(2)).tick(T0 + 10_000);
    assertThat(sessions(pipeline))
        .containsExactly(
            "+9000 d1/s1 #1 OPEN - from +1000 to - lasting 1000 treating 1000 samples 10 bad 0"
                + " vacuum 30000..30000 Pa sum 30000000 over 1000");
    assertThat(hours(pipeline)).hasSize(1).first().asString().endsWith("starts 1");

    pipeline.append(sent.get(1).appendedAt(T0 + 11_000));
    assertThat(sessions(pipeline)).hasSize(1).first().asString().contains("#2 OPEN");
    pipeline.tick(T0 + 20_000);
    assertThat(hours(pipeline)).allMatch(row -> row.endsWith("starts 1"));
  }

  @Test
  void appliesAnEndThatComesBeforeItsStartAndReadings() {
    TestDevice device = device("d1").heartbeat().startsSession("s1").suction(1_000, 30);
    List<Sent> sent = device.endsSession().sent();
    pipeline.append(sent.get(0)).append(sent.get(3)).tick(T0 + 10_000);
    assertThat(sessions(pipeline)).as("nothing is known but an end").isEmpty();

    pipeline.append(sent.get(2).appendedAt(T0 + 11_000));
    pipeline.append(sent.get(1).appendedAt(T0 + 12_000));

    assertThat(sessions(pipeline))
        .containsExactly(
            "+12000 d1/s1 #1 CLOSED COMPLETED from +0 to +1000 lasting 1000 treating 1000 samples"
                + " 10 bad 0 vacuum 30000..30000 Pa sum 30000000 over 1000");
    pipeline.tick(T0 + 2 * TIMEOUT_MS);
    assertThat(sessions(pipeline)).as("no timeout of what has ended").isEmpty();
  }

  @Test
  void keepsReadingsOutsideASessionUnassigned() {
    pipeline.append(device("d1").suction(1_000, 30).sent()).tick(T0 + 6_000);

    assertThat(sessions(pipeline)).isEmpty();
    assertThat(hours(pipeline))
        .containsExactly(
            "+6000 " + NINE + " #1 " + UNTIL_TEN + " treating 1000 unassigned 1000 starts 0");
    assertThat(rollups(pipeline))
        .containsExactly("+6000 d1 - vacuum_kpa at +0 #1 30.0/30.0/30.0 of 10");
  }

  @Test
  void keepsTheSameSessionIdOfTwoDevicesApart() {
    pipeline.append(device("d1").startsSession("s1").suction(1_000, 30).endsSession().sent());
    pipeline.append(device("d2").startsSession("s1").suction(500, 30).endsSession().sent());

    assertThat(sessions(pipeline))
        .anySatisfy(row -> assertThat(row).contains("d1/s1 #2").contains("treating 1000 "))
        .anySatisfy(row -> assertThat(row).contains("d2/s1 #2").contains("treating 500 "));
  }

  @Test
  void beginsTheRowAgainWhenADeviceGivesAnIdASecondTimeAndLosesNoTreatingTime() {
    TestDevice device = device("d1").startsSession("s1").suction(1_000, 30).endsSession();
    device.pauses(60_000).startsSession("s1").suction(500, 30).endsSession();
    pipeline.append(device.sent());

    List<String> rows = sessions(pipeline);
    assertThat(rows.get(rows.size() - 1))
        .isEqualTo(
            "+61500 d1/s1 #4 CLOSED COMPLETED from +61000 to +61500 lasting 500 treating 500"
                + " samples 5 bad 0 vacuum 30000..30000 Pa sum 15000000 over 500");
    List<String> hours = hours(pipeline);
    assertThat(hours.get(hours.size() - 1))
        .isEqualTo("+61500 " + NINE + " #4 " + UNTIL_TEN + " treating 1500 unassigned 0 starts 2");
  }

  @Test
  void cutsTheNameOfAProgrammeAndCountsTheSession() {
    Sent start = device("d1").startsSession("s1").last();
    start.event().getSessionStarted().setProgramme("\uD83D\uDE42".repeat(30_000));
    pipeline.append(start);

    assertThat(pipeline.sessions())
        .singleElement()
        .satisfies(
            row -> assertThat(row.value().getProgramme()).isEqualTo("\uD83D\uDE42".repeat(200)));
  }

  @Test
  void leavesOutOfTheNameOfAProgrammeWhatNoDatabaseHolds() {
    Sent start = device("d1").startsSession("s1").last();
    start.event().getSessionStarted().setProgramme("Pep\0tide\n");
    pipeline.append(start);

    assertThat(pipeline.sessions())
        .singleElement()
        .satisfies(row -> assertThat(row.value().getProgramme()).isEqualTo("Peptide"));
  }
}
