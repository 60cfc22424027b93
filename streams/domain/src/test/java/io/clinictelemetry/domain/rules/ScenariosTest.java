package io.clinictelemetry.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Strip;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in a treatment and what only looks like it, on a medical device. */
class ScenariosTest {

  /** What happens, and the rules that open alerts, in order. */
  private record Scenario(Modality modality, Strip strip, List<String> rules) {

    List<String> opened(Predicate<SampleRule> disabled) {
      return Judging.opened(Frames.cut(modality, strip.samples()), disabled);
    }

    boolean isGreen(Predicate<SampleRule> disabled) {
      return opened(disabled).equals(rules);
    }
  }

  static Stream<Arguments> scenarios() {
    return Stream.of(
        suction("a light stroke", skin().hold(7, 2_000), "suction-soft-low"),
        suction("a hose leaks", skin().hold(3, 5_000), "suction-soft-low", "suction-hard-low"),
        suction(
            "a hose leaks in strokes of 2 s",
            strokes(4, 3, 2_000, 1_000),
            "suction-soft-low",
            "suction-hard-low"),
        suction("much suction", skin().hold(55, 2_000), "suction-soft-high"),
        suction("a regulator is stuck", skin().hold(70, 300), "suction-hard-high"),
        suction("a tip rests", skin().moving(0).hold(20, 3_000), "suction-dwell-soft"),
        suction(
            "a tip is parked",
            skin().moving(0).hold(20, 6_000),
            "suction-dwell-soft",
            "suction-dwell-hard"),
        suction(
            "a tip without a motion sensor stays on the skin",
            skin().withoutMotionSensor().hold(20, 25_000),
            "suction-dwell-soft"),
        suction(
            "a tip rests with much suction",
            skin().moving(1.5).hold(49, 3_100),
            "suction-dwell-soft",
            "suction-dose-soft"),
        suction(
            "a tip is parked with much suction",
            skin().moving(1.5).hold(49, 6_200),
            "suction-dwell-soft",
            "suction-dose-soft",
            "suction-dwell-hard",
            "suction-dose-hard"),
        suction(
            "a pressure sensor is frozen",
            skin().hold(21, 2_000).lifted(21, 1_000).hold(21, 2_000),
            "suction-flat-line"),
        current("an output spike", pads().peaks(300, 1_200, 200), "current-hard-peak"),
        current("much current", Strip.every(100).set(650).hold(650, 4_000), "current-soft-high"),
        current("little current", Strip.every(100).set(8).hold(8, 4_000), "current-soft-low"),
        current("a pad comes off", pads().hold(0, 3_000), "current-lost"),
        current("the output sags", pads().hold(230, 2_000), "current-tracking"),
        current("pads dry", pads().impedance(150).hold(300, 3_000), "impedance-soft"),
        current(
            "pads dry, then come off",
            pads().impedance(150).hold(300, 3_000).impedance(400).hold(10, 5_000),
            "impedance-soft",
            "current-lost",
            "impedance-lost"),
        current("pads touch", pads().impedance(0.2).hold(300, 3_000), "impedance-short"),
        current("some direct current", pads().net(-15).hold(300, 12_000), "dc-offset-soft"),
        current(
            "a polarity switch is stuck",
            pads().net(300).hold(300, 12_000),
            "dc-offset-soft",
            "dc-offset-hard"),
        current("a small electrode", pads().area(0.1).hold(300, 2_000), "current-density"),
        current(
            "a timer fails to stop",
            Strip.every(60_000).set(600).hold(600, 3_720_000),
            "gross-dose-hard"));
  }

  static Stream<Arguments> controls() {
    return Stream.of(
        suction("strokes", strokes(20, 30, 4_000, 700)),
        suction("strokes that rise slowly", risingStrokes()),
        suction("strokes in free air", Strip.every(100).lifted(2.5, 30_000).lifted(3, 30_000)),
        suction("strokes with the pump off", Strip.every(100).set(0).hold(0, 9_000).lifted(0, 9)),
        suction("a pump that is switched off", skin().set(0).hold(0.5, 9_000)),
        suction("a pump that is turned down", turnedDown()),
        suction(
            "another zone in mid-session",
            Strip.every(100)
                .hold(45, 9_000)
                .in(Zone.NECK)
                .hold(29, 9_000)
                .in(Zone.BODY)
                .hold(55, 9_000)),
        suction("a rest that ends with a lift", rests(Strip.every(100).moving(0), 2_900, 100, 0)),
        suction("a rest that ends with a move", rests(Strip.every(100).moving(0), 2_900, 0, 100)),
        suction(
            "a frame lost while the tip is slow",
            Strip.every(100).moving(0).hold(20, 2_900).lost(1_000).hold(20, 2_900)),
        suction(
            "a frame lost while suction is the same",
            skin().hold(21, 2_900).lost(1_000).lifted(21, 100).hold(21, 2_800)),
        suction("suction that hovers at the limit", hovers(), "suction-soft-high"),
        current("a ramp, phases and the way down", programme()),
        current("a pad lifted for less than 3 s", pads().hold(0, 2_900).hold(300, 5_000)),
        current("impedance where only the skin has it", halfAHertz()),
        current("a current that follows late", pads().set(50).hold(300, 2_000).hold(50, 5_000)),
        current("no current", Strip.every(100).set(0).impedance(900).hold(0, 30_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"scenarios", "controls"})
  void opensTheAlertsOfItsRulesAndNoOther(String name, Scenario scenario) {
    assertThat(scenario.opened(rule -> false)).isEqualTo(scenario.rules());
  }

  static List<SampleRule> rules() {
    return SampleRules.ALL;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void turnsRedWhenARuleIsDisabled(SampleRule rule) {
    assertThat(scenarios().map(scenario -> (Scenario) scenario.get()[1]))
        .as("scenarios without %s", rule)
        .anyMatch(scenario -> !scenario.isGreen(rule::equals));
  }

  private static Arguments suction(String name, Strip strip, String... rules) {
    return arguments(name, new Scenario(Modality.MICRODERMABRASION, strip, List.of(rules)));
  }

  private static Arguments current(String name, Strip strip, String... rules) {
    return arguments(name, new Scenario(Modality.MICROCURRENT, strip, List.of(rules)));
  }

  /** On the skin for 2 s with what is set. */
  private static Strip skin() {
    return Strip.every(100).hold(30, 2_000);
  }

  /** In contact for 2 s with what is set. */
  private static Strip pads() {
    return Strip.every(100).set(300).hold(300, 2_000);
  }

  private static Strip strokes(int count, double kpa, long onMs, long offMs) {
    Strip strip = skin();
    for (int i = 0; i < count; i++) {
      strip.hold(kpa + 0.1 * i, onMs).lifted(2 + 0.1 * i, offMs);
    }
    return strip;
  }

  private static Strip risingStrokes() {
    Strip strip = Strip.every(100);
    for (int i = 0; i < 20; i++) {
      strip.hold(2, 300).hold(7, 300).hold(9, 300).hold(20 + 0.1 * i, 1_100).lifted(2.1, 600);
    }
    return strip;
  }

  private static Strip turnedDown() {
    Strip strip = skin();
    for (double set = 28; set >= 12; set -= 2) {
      strip.set(set).hold(set, 1_000);
    }
    return strip;
  }

  private static Strip rests(Strip strip, long restMs, long liftMs, long moveMs) {
    for (int i = 0; i < 5; i++) {
      strip.moving(0).hold(20, restMs).lifted(2, liftMs).moving(20).hold(20, moveMs);
    }
    return strip;
  }

  private static Strip hovers() {
    Strip strip = skin().hold(51, 2_000);
    for (int i = 0; i < 30; i++) {
      strip.hold(49.5, 1_000).hold(50.5, 1_000);
    }
    return strip;
  }

  private static Strip programme() {
    Strip strip = Strip.every(100).set(0).hold(0, 5_000);
    for (int set = 30; set <= 300; set += 30) {
      strip.set(set).hold(set - 30, 300).hold(set, 700);
    }
    strip.hold(300, 20_000).frequency(10).set(150).hold(300, 300).hold(150, 20_000);
    strip.frequency(0.5).set(50).hold(150, 300).hold(50, 20_000);
    for (int set = 40; set >= 0; set -= 10) {
      strip.set(set).hold(set, 1_000);
    }
    return strip;
  }

  private static Strip halfAHertz() {
    return Strip.every(100).set(50).frequency(0.5).impedance(500).hold(50, 30_000);
  }
}
