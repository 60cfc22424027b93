package io.clinictelemetry.domain.device;

import static io.clinictelemetry.domain.testing.Frames.SESSION_START;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.intake.SessionEnd;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What changes over days and sessions. */
class TrendRulesTest {

  private final Watched device = new Watched();
  private long day;

  /** A test on the next day. */
  private void test(double maxKpa, long riseMs, double ripplePct) {
    device.test(day++, maxKpa, riseMs, ripplePct);
  }

  /** The first five tests: 80 kPa, 900 ms, 4 %, each a little different. */
  private void observe() {
    for (int i = -2; i <= 2; i++) {
      test(80 + i, 900 + i, 4 + i / 10.0);
    }
  }

  @Test
  void aFilterClogsWhenSuctionTakesTwiceAsLongInThreeTestsInARow() {
    observe();
    test(80, 1_800, 4);
    test(80, 1_801, 4);
    test(80, 1_799, 4);
    test(80, 1_800, 4);
    test(80, 1_801, 4);
    assertThat(device.changes()).as("never three in a row").isEmpty();

    test(80, 1_890, 4);
    test(80, 2_700, 4);
    assertThat(device.changes())
        .containsExactly("10 OPENED filter-clogging from 10 measured 210.0 peak 210.0 limit 200.0");
    test(80, 1_711, 4);
    assertThat(device.changes()).as("not back by the hysteresis").isEmpty();
    test(80, 1_710, 4);
    assertThat(device.changes())
        .containsExactly(
            "13 CLEARED filter-clogging from 10 to 13 measured 210.0 peak 300.0 limit 200.0");
  }

  @Test
  void theFirstFiveTestsAreTheBaseline() {
    for (long riseMs : new long[] {900, 1_800, 1_801, 1_802, 1_803}) {
      test(80, riseMs, 4);
    }
    for (int i = 0; i < 3; i++) {
      test(80, 3_242 - i, 4);
    }
    assertThat(device.changes()).as("twice 1621.2 is a little more").isEmpty();
    for (int i = 0; i < 3; i++) {
      test(80, 3_243 + i, 4);
    }
    assertThat(device.changes()).hasSize(1);
  }

  @Test
  void aPumpIsWornWhenItReachesAFifthLess() {
    observe();
    test(64, 900, 4);
    test(63.9, 900, 4);
    test(64.1, 900, 4);
    test(64, 900, 4);
    test(63.9, 900, 4);
    assertThat(device.changes()).isEmpty();
    test(62, 900, 4);
    assertThat(device.changes())
        .containsExactly("10 OPENED pump-wear from 10 measured 77.5 peak 77.5 limit 80.0");
    test(67.1, 900, 4);
    assertThat(device.changes()).isEmpty();
    test(67.2, 900, 4);
    assertThat(device.changes())
        .containsExactly("12 CLEARED pump-wear from 10 to 12 measured 77.5 peak 77.5 limit 80.0");
  }

  @Test
  void aPumpIsWornWhenItRipplesTwiceAsMuch() {
    observe();
    test(80, 900, 8);
    test(80, 900, 8.1);
    assertThat(device.changes()).isEmpty();
    test(80, 900, 8.2);
    assertThat(device.changes())
        .containsExactly("7 OPENED pump-wear from 7 measured 205.0 peak 205.0 limit 200.0");
    test(80, 900, 7.61);
    assertThat(device.changes()).isEmpty();
    test(80, 900, 7.6);
    assertThat(device.changes())
        .containsExactly("9 CLEARED pump-wear from 7 to 9 measured 205.0 peak 205.0 limit 200.0");
  }

  @Test
  void aPumpThatRipplesALittleLessThanTwiceAsMuchIsNotWorn() {
    observe();
    for (int i = 0; i < 10; i++) {
      test(80, 900, 7.99);
    }

    assertThat(device.changes()).isEmpty();
  }

  @Test
  void aTestThatEveryHeartbeatTellsAgainIsOneTest() {
    observe();
    for (int i = 0; i < 10; i++) {
      test(80, 1_900, 4);
    }

    assertThat(device.changes()).isEmpty();
  }

  @Test
  void aNewFilterAndANewPumpAreObservedAnew() {
    for (int i = 0; i < 5; i++) {
      device.test(day++, 80, 900 + i, 4, OptionalDouble.of(i));
    }
    for (int i = 0; i < 3; i++) {
      device.test(day++, 60, 1_900 + i, 4, OptionalDouble.of(5 + i));
    }
    assertThat(device.changes()).hasSize(2).allMatch(change -> change.contains("OPENED"));

    device.test(day, 60, 1_903, 4, OptionalDouble.of(0));
    assertThat(device.changes())
        .containsExactly(
            "8 CLEARED filter-clogging from 7 to 8 measured 210.9 peak 210.9 limit 200.0",
            "8 CLEARED pump-wear from 7 to 8 measured 75.0 peak 75.0 limit 80.0");
  }

  /** A session of so many seconds in contact at this impedance, kOhm. */
  private void session(int seconds, double kohm) {
    for (int i = 0; i < seconds; i++) {
      device.hears(day++, Contact.at(kohm, 300, 80));
    }
    device.hears(day++, new SessionEnd(SESSION_START + day, SessionEnd.Reason.COMPLETED));
  }

  @Test
  void electrodesDryWhenThreeSessionsInARowAreHalfAsHighAgain() {
    for (int i = 0; i < 5; i++) {
      session(10, 20);
    }
    session(10, 30);
    session(10, 30);
    session(9, 90); // too short to say anything
    assertThat(device.changes()).isEmpty();
    session(10, 31);
    assertThat(device.changes())
        .singleElement()
        .asString()
        .contains("OPENED electrode-drying", "measured 155.0 peak 155.0 limit 150.0");
    session(10, 28.6);
    assertThat(device.changes()).isEmpty();
    session(10, 28.4);
    assertThat(device.changes()).singleElement().asString().contains("CLEARED electrode-drying");
  }

  @Test
  void electrodesThatAreALittleLessThanHalfAsHighAgainAreNotDry() {
    for (int i = 0; i < 5; i++) {
      session(10, 20);
    }
    for (int i = 0; i < 10; i++) {
      session(10, 29.99);
    }

    assertThat(device.changes()).isEmpty();
  }

  @Test
  void contactIsSteadyUpToAFifthFromWhatIsSetAndFromTenHertzOn() {
    for (int i = 0; i < 8; i++) {
      for (int second = 0; second < 10; second++) {
        device.hears(day++, Contact.at(i < 5 ? 20 : 30, second % 2 == 0 ? 240 : 360, 10));
      }
      session(0, 20);
    }

    assertThat(device.changes())
        .singleElement()
        .asString()
        .contains("OPENED electrode-drying", "measured 150.0 peak 150.0 limit 150.0");
  }

  @Test
  void onlySteadyContactTellsOfElectrodes() {
    for (int i = 0; i < 5; i++) {
      session(10, 20);
    }
    for (int session = 0; session < 3; session++) {
      for (int i = 0; i < 10; i++) {
        device.hears(day++, Contact.at(20, 300, 80));
        device.hears(day++, Contact.at(200, Math.nextDown(240f), 80)); // not what was set
        device.hears(day++, Contact.at(200, Math.nextUp(360f), 80));
        device.hears(day++, Contact.at(200, 300, Math.nextDown(10f))); // too low a frequency
        device.hears(day++, Contact.at(Float.POSITIVE_INFINITY, 300, 80));
      }
      session(0, 20);
    }

    assertThat(device.changes()).isEmpty();
  }

  @Test
  void isTheSameWhenRemembered() {
    observe();
    session(4, 20);
    device.clockOff(90_000).heartbeat(1_000).gap(2);
    device.test(2_000, 70, 901, 4, OptionalDouble.of(3));
    assertRemembered(device.watch.memory());
    assertRemembered(DeviceMemory.EMPTY);
    assertRemembered(new Watched().heartbeat(0).gap(3).heartbeat(1).watch.memory());
  }

  private static void assertRemembered(DeviceMemory memory) {
    List<Double> numbers = new ArrayList<>();
    memory.write(numbers::add);
    Iterator<Double> in = numbers.iterator();

    assertThat(DeviceMemory.read(in::next)).isEqualTo(memory);
    assertThat(in).isExhausted();
  }
}
