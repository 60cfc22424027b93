package io.clinictelemetry.domain.communication;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.communication.LinkChange.Kind;
import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.rules.LinkRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClinicTest {

  private final StageInMemory stage = new StageInMemory(1);
  private final Map<String, Long> numbers = new HashMap<>();

  private void change(String device, Kind kind, long atMs, Optional<Silence> silence) {
    long number = numbers.merge(device, 1L, Long::sum);
    stage.changed(new LinkChange(atMs, number, kind, device, "c", silence));
  }

  private void up(int devices) {
    for (int i = 1; i <= devices; i++) {
      change("d" + i, Kind.UP, 0, Optional.empty());
    }
  }

  /** Idle devices with a limit of 20 s. */
  private void lost(String device, long atMs) {
    change(
        device,
        Kind.LOST,
        atMs,
        Optional.of(
            new Silence(LinkRule.DEVICE_SILENT, Optional.empty(), atMs - 20_000, atMs, "p#1")));
  }

  private void back(String device, long atMs) {
    change(device, Kind.BACK, atMs, Optional.empty());
  }

  private List<String> until(long ms) {
    stage.told(0, ms + 1);
    List<String> lines = stage.lines();
    stage.changes.clear();
    return lines;
  }

  @Test
  void holdsASilenceToTheMillisecond() {
    up(1);
    lost("d1", 100_000);
    assertThat(until(109_999)).isEmpty();
    assertThat(until(110_000)).containsExactly("110000 d1 OPENED device-silent from 80000 to -");
  }

  @Test
  void saysNothingOfWhatIsBackAtTheEndOfTheHold() {
    up(1);
    lost("d1", 100_000);
    back("d1", 110_000);
    assertThat(until(200_000)).isEmpty();
  }

  @Test
  void takesFourOfFiveSilentDevicesForASilentClinicAndThreeOfFiveNot() {
    up(5);
    for (int i = 1; i <= 3; i++) {
      lost("d" + i, 100_000 + i);
    }
    assertThat(until(110_001)).containsExactly("110001 d1 OPENED device-silent from 80001 to -");

    lost("d4", 110_002);
    assertThat(until(110_002))
        .as("the fourth was lost before the second was held for long enough")
        .containsExactly("110002 c OPENED clinic-silent from 80001 to -");
  }

  @Test
  void aSilentClinicHasAtLeastThreeSilentDevices() {
    up(2);
    lost("d1", 100_000);
    lost("d2", 100_000);
    assertThat(until(110_000))
        .containsExactly(
            "110000 d1 OPENED device-silent from 80000 to -",
            "110000 d2 OPENED device-silent from 80000 to -");
  }

  @Test
  void furtherDevicesJoinTheAlertOfTheClinic() {
    up(5);
    for (int i = 1; i <= 4; i++) {
      lost("d" + i, 100_000 + i);
    }
    stage.told(0, 110_002);
    Alert opened = stage.changes.get(0).alert();
    assertThat(opened.rule()).isEqualTo(LinkRule.CLINIC_SILENT);
    assertThat(opened.explanation())
        .isEqualTo("4 of 5 active devices of the clinic are silent; d1 fell silent first.");
    assertThat(opened.measured()).isEqualTo(80);
    assertThat(until(110_001)).hasSize(1);

    lost("d5", 120_000);
    assertThat(until(200_000)).isEmpty();

    back("d5", 200_500);
    assertThat(until(201_000)).as("4 of 5 are still silent").isEmpty();
    back("d1", 202_000);
    stage.told(0, 203_000);
    assertThat(stage.changes).hasSize(1);
    assertThat(stage.changes.get(0).alert().peak()).isEqualTo(100);
    assertThat(until(231_999)).hasSize(1);
    assertThat(until(232_000))
        .as("20 s to be heard and 10 s of hold after the clinic is back")
        .containsExactly(
            "232000 d2 OPENED device-silent from 80002 to -",
            "232000 d3 OPENED device-silent from 80003 to -",
            "232000 d4 OPENED device-silent from 80004 to -");
  }

  @Test
  void anotherSilenceOfTheClinicIsAnotherAlertAlsoWithTheSameFirstOut() {
    up(3);
    for (int i = 1; i <= 3; i++) {
      lost("d" + i, 100_000 + i);
    }
    back("d3", 120_000);
    lost("d3", 145_000);
    stage.told(0, 200_000);

    List<Alert> alerts = stage.changes.stream().map(change -> change.alert()).toList();
    assertThat(stage.lines())
        .containsExactly(
            "110001 c OPENED clinic-silent from 80001 to -",
            "120000 c CLEARED clinic-silent from 80001 to 120000",
            "150000 c OPENED clinic-silent from 120000 to -");
    assertThat(alerts.get(2).id()).isNotEqualTo(alerts.get(0).id());
  }

  @Test
  void devicesThatWerePutAwayNeitherMakeNorHideTheSilenceOfTheRest() {
    up(6);
    lost("d4", 100_000);
    lost("d5", 100_000);
    lost("d6", 100_000);
    assertThat(until(700_000)).as("their own alerts").hasSize(3);

    lost("d1", 800_000);
    lost("d2", 800_000);
    assertThat(until(810_000)).as("2 of 3 that are in use").hasSize(2);
    back("d1", 820_000);
    back("d2", 820_000);
    for (int i = 1; i <= 3; i++) {
      lost("d" + i, 900_000 + i);
    }
    assertThat(until(910_001))
        .containsExactly(
            "820000 d1 CLEARED device-silent from 780000 to 820000",
            "820000 d2 CLEARED device-silent from 780000 to 820000",
            "910001 c OPENED clinic-silent from 880001 to -");
  }

  @Test
  void devicesWithARecentAlertOfTheirOwnTellOfTheClinicAndKeepIt() {
    up(3);
    lost("d1", 100_000);
    assertThat(until(200_000)).hasSize(1);
    lost("d2", 200_001);
    lost("d3", 200_001);
    assertThat(until(210_001)).containsExactly("210001 c OPENED clinic-silent from 80000 to -");
    for (int i = 1; i <= 3; i++) {
      back("d" + i, 220_000);
    }
    assertThat(until(220_000))
        .containsExactly(
            "220000 d1 CLEARED device-silent from 80000 to 220000",
            "220000 c CLEARED clinic-silent from 80000 to 220000");
    assertThat(until(900_000)).isEmpty();
  }

  @Test
  void anAlertOfADeviceTellsOfItsClinicForTenMinutes() {
    assertThat(afterTwoMoreAreLostAt(689_999))
        .containsExactly("699999 c OPENED clinic-silent from 80000 to -");
    assertThat(afterTwoMoreAreLostAt(690_000))
        .as("none but these two is in use")
        .containsExactly(
            "700000 d2 OPENED device-silent from 670000 to -",
            "700000 d3 OPENED device-silent from 670000 to -");
  }

  /** Of three devices one is lost at 100,000, and both others are then. */
  private static List<String> afterTwoMoreAreLostAt(long atMs) {
    ClinicTest test = new ClinicTest();
    test.up(3);
    test.lost("d1", 100_000);
    test.until(110_000);
    test.lost("d2", atMs);
    test.lost("d3", atMs);
    return test.until(atMs + 10_000);
  }

  @Test
  void devicesThatWereNeverSeenAreNoPartOfTheClinicsSilence() {
    up(2);
    lost("d1", 100_000);
    lost("d2", 100_000);
    change(
        "new",
        Kind.LOST,
        100_000,
        Optional.of(new Silence(LinkRule.DEVICE_NEVER_SEEN, Optional.empty(), 0, 100_000, "p#1")));
    assertThat(until(110_000))
        .containsExactly(
            "110000 d1 OPENED device-silent from 80000 to -",
            "110000 d2 OPENED device-silent from 80000 to -",
            "110000 new OPENED device-never-seen from 0 to -");
    change("new", Kind.GONE, 120_000, Optional.empty());
    assertThat(until(120_000))
        .containsExactly("120000 new CLEARED device-never-seen from 0 to 120000");
    assertThat(stage.find("c").members()).isEqualTo(2);
  }

  @Test
  void forgetsAClinicThatAllDevicesLeft() {
    up(3);
    for (int i = 1; i <= 3; i++) {
      lost("d" + i, 100_000);
    }
    until(110_000);
    for (int i = 1; i <= 3; i++) {
      change("d" + i, Kind.GONE, 120_000, Optional.empty());
    }
    assertThat(until(120_000))
        .containsExactly("120000 c CLEARED clinic-silent from 80000 to 120000");
    assertThat(stage.find("c").isForgotten()).isTrue();
    assertThat(stage.silent("c").all()).isEmpty();
  }
}
