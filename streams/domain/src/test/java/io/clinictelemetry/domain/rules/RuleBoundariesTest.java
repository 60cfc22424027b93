package io.clinictelemetry.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.rules.Condition.Ended;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Strip;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule of a medical device on the two sides of each of its limits: the number itself against
 * the next reading that a device can send, and one millisecond of time.
 */
class RuleBoundariesTest {

  private static final long LONG_MS = 40_000;

  /** How a strip begins, and how it goes on with a value of the rule's reading. */
  private record Reading(UnaryOperator<Strip> beginning, Holding holding) {

    /** A strip in which the reading is the value for so long, sampled at the interval. */
    Strip strip(int intervalMs, double value, long ms) {
      return holding.on(beginning.apply(Strip.every(intervalMs)), value, ms);
    }
  }

  private interface Holding {
    Strip on(Strip strip, double value, long ms);
  }

  private static final Reading KPA = new Reading(strip -> strip.hold(20, 2_000), Strip::hold);
  private static final Reading DOSE = new Reading(strip -> strip.moving(0), Strip::hold);
  private static final Reading UA =
      new Reading(strip -> strip.set(300).hold(300, 2_000), Strip::hold);
  private static final Reading UA_OF_20 =
      new Reading(strip -> strip.set(20).hold(20, 2_000), Strip::hold);
  private static final Reading KOHM =
      new Reading(
          strip -> strip.set(300).hold(300, 2_000),
          (strip, kohm, ms) -> strip.impedance(kohm).hold(300, ms));
  private static final Reading NET_UA =
      new Reading(strip -> strip.set(300), (strip, ua, ms) -> strip.net(ua).hold(300, ms));

  // 0.5 cm2: there the next current has another density in single precision, too.
  private static final Reading DENSITY =
      new Reading(strip -> strip.area(0.5), (strip, ua, ms) -> strip.set(ua).hold(ua, ms));

  /**
   * Rule, reading, the value that is the limit, whether it breaches above, how long it takes, and
   * the value at which it is back.
   */
  static Stream<Arguments> levels() {
    return Stream.of(
        arguments("suction-hard-high", KPA, 65, true, 300, 61.75),
        arguments("suction-soft-high", KPA, 50, true, 2_000, 47.5),
        arguments("suction-soft-low", KPA, 10, false, 2_000, 10.5),
        arguments("suction-hard-low", KPA, 5, false, 5_000, 5.25),
        arguments("current-hard-peak", UA, 1_000, true, 2, 950),
        arguments("current-soft-high", UA, 600, true, 2_000, 570),
        arguments("current-soft-low", UA_OF_20, 10, false, 2_000, 10.5),
        arguments("current-lost", UA, 30, false, 3_000, 31.5),
        arguments("current-tracking", UA, 360, true, 2_000, 357),
        arguments("current-tracking", UA, 240, false, 2_000, 243),
        arguments("impedance-soft", KOHM, 100, true, 3_000, 80),
        arguments("impedance-lost", KOHM, 300, true, 3_000, 240),
        arguments("impedance-short", KOHM, 0.5, false, 3_000, 0.6),
        arguments("dc-offset-soft", NET_UA, 10, true, 10_000, 9.5),
        arguments("dc-offset-soft", NET_UA, -10, false, 10_000, -9.5),
        arguments("dc-offset-hard", NET_UA, 50, true, 10_000, 47.5),
        arguments("current-density", DENSITY, 1_000, true, 2_000, 950));
  }

  @ParameterizedTest(name = "{0} at {2}")
  @MethodSource("levels")
  void beginsBeyondTheLimitAndNotAtIt(
      String name, Reading reading, double limit, boolean above, long onDelayMs, double back) {
    double next = above ? Math.nextUp((float) limit) : Math.nextDown((float) limit);

    assertThat(changes(name, reading.strip(100, limit, LONG_MS))).isEmpty();
    assertThat(changes(name, reading.strip(100, next, LONG_MS))).hasSize(1);
  }

  @ParameterizedTest(name = "{0} at {2} after {4} ms")
  @MethodSource("levels")
  void beginsWhenItHasLastedAndNotOneMillisecondBefore(
      String name, Reading reading, double limit, boolean above, long onDelayMs, double back) {
    double beyond = above ? limit * 1.0625 : limit - Math.abs(limit) / 16;

    assertThat(changes(name, reading.strip(1, beyond, onDelayMs - 1))).isEmpty();
    assertThat(changes(name, reading.strip(1, beyond, onDelayMs))).hasSize(1);
  }

  @ParameterizedTest(name = "{0} at {5}")
  @MethodSource("levels")
  void endsAtItsResetLevelAndNotOneDigitBefore(
      String name, Reading reading, double limit, boolean above, long onDelayMs, double back) {
    double beyond = above ? limit * 1.0625 : limit - Math.abs(limit) / 16;
    double before = above ? Math.nextUp((float) back) : Math.nextDown((float) back);

    assertThat(changes(name, ends(reading, beyond, before))).hasSize(1);
    assertThat(changes(name, ends(reading, beyond, back)))
        .hasSize(2)
        .last()
        .isInstanceOf(Ended.class);
  }

  private static Strip ends(Reading reading, double beyond, double back) {
    return reading.holding().on(reading.strip(100, beyond, LONG_MS), back, LONG_MS);
  }

  /** Rule, and a strip that is one sample or millisecond too short, and one that is not. */
  static Stream<Arguments> times() {
    return Stream.of(
        of("suction-dwell-soft", ms -> Strip.every(1).moving(0).hold(20, ms), 3_000),
        of("suction-dwell-hard", ms -> Strip.every(1).moving(0).hold(20, ms), 6_000),
        of("suction-dwell-soft", ms -> Strip.every(1).withoutMotionSensor().hold(20, ms), 20_000),
        of("suction-dose-soft", ms -> Strip.every(1).moving(0).hold(50, ms), 3_001),
        of("suction-dose-hard", ms -> Strip.every(1).moving(0).hold(50, ms), 6_001),
        of("suction-flat-line", ms -> Strip.every(1).hold(20, 2_000).lifted(20, ms - 2_000), 5_000),
        of(
            "gross-dose-hard",
            ms ->
                Strip.every(1_000)
                    .set(1_000)
                    .hold(1_000, 2_200_000)
                    .thenEvery(1)
                    .hold(1_000, ms - 2_200_000),
            2_200_001),
        // What is set settles for 2 s, and the delay comes on top.
        of("suction-soft-low", ms -> Strip.every(1).hold(9, ms), 4_000),
        of("suction-hard-low", ms -> Strip.every(1).hold(4, ms), 7_000),
        of("current-soft-low", ms -> Strip.every(1).set(9).hold(9, ms), 4_000),
        of("current-lost", ms -> Strip.every(1).set(300).hold(0, ms), 5_000),
        of("current-tracking", ms -> Strip.every(1).set(300).hold(200, ms), 4_000),
        of("impedance-lost", ms -> Strip.every(1).set(300).impedance(400).hold(300, ms), 5_000));
  }

  private interface Lasting {
    Strip strip(long ms);
  }

  private static Arguments of(String rule, Lasting lasting, long ms) {
    return arguments(rule, lasting.strip(ms - 1), lasting.strip(ms), ms);
  }

  @ParameterizedTest(name = "{0} after {3} ms")
  @MethodSource("times")
  void beginsAtItsTimeAndNotOneMillisecondBefore(String name, Strip before, Strip at, long ms) {
    assertThat(changes(name, before)).isEmpty();
    assertThat(changes(name, at))
        .singleElement()
        .satisfies(
            change -> assertThat(((Began) change).triggeredAtMs()).isEqualTo(Judging.at(ms)));
  }

  @ParameterizedTest
  @MethodSource("dosesOfOneDigit")
  void aDoseBeginsWithTheNextReadingAboveTheLimit(String name, long ms) {
    assertThat(changes(name, DOSE.strip(100, 50, ms))).isEmpty();
    assertThat(changes(name, DOSE.strip(100, Math.nextUp(50f), ms))).hasSize(1);
  }

  static Stream<Arguments> dosesOfOneDigit() {
    return Stream.of(arguments("suction-dose-soft", 3_000), arguments("suction-dose-hard", 6_000));
  }

  @Test
  void aRovingElectrodeMayBeLiftedForLonger() {
    for (String name :
        List.of("current-lost", "impedance-soft", "impedance-lost", "impedance-short")) {
      double kohm = name.endsWith("short") ? 0.1 : 400;
      BiFunction<Long, Boolean, List<Change>> lifted =
          (ms, roving) ->
              Judging.changes(
                  Judging.rule(name),
                  DeviceClass.MEDICAL,
                  Frames.cut(
                      Judging.rule(name).modality(),
                      Strip.every(100)
                          .set(300)
                          .hold(300, 2_000)
                          .impedance(kohm)
                          .hold(0, ms)
                          .samples()),
                  roving,
                  true);

      assertThat(lifted.apply(9_900L, true)).as(name).isEmpty();
      assertThat(lifted.apply(10_000L, true)).as(name).hasSize(1);
      assertThat(lifted.apply(9_900L, false)).as(name).hasSize(1);
    }
  }

  @Test
  void aTipThatMovesByTwoMillimetresASecondDoesNotRest() {
    for (String name : List.of("suction-dwell-hard", "suction-dose-hard")) {
      assertThat(changes(name, Strip.every(100).moving(2).hold(50, LONG_MS))).as(name).isEmpty();
      assertThat(changes(name, Strip.every(100).moving(Math.nextDown(2f)).hold(50, LONG_MS)))
          .as(name)
          .hasSize(1);
      assertThat(changes(name, resting().moving(Math.nextDown(2f)).hold(50, LONG_MS)))
          .as(name)
          .hasSize(1);
      assertThat(changes(name, resting().moving(2).hold(50, LONG_MS))).as(name).hasSize(2);
    }
  }

  private static Strip resting() {
    return Strip.every(100).moving(0).hold(50, LONG_MS);
  }

  @Test
  void aRestSurvivesAHoleOfHalfASecond() {
    for (String name : List.of("suction-dwell-soft", "suction-dose-soft")) {
      Strip bridged = Strip.every(1).moving(0).hold(50, 2_999).lost(500).hold(50, 2);
      Strip torn = Strip.every(1).moving(0).hold(50, 2_999).lost(501).hold(50, 2);
      assertThat(changes(name, bridged)).as(name).hasSize(1);
      assertThat(changes(name, torn)).as(name).isEmpty();
    }
  }

  @Test
  void aSensorIsNotStuckThatChangesByOneDigit() {
    Strip strip = Strip.every(1).hold(20, 2_000).lifted(20, 2_999);
    assertThat(changes("suction-flat-line", strip.lifted(Math.nextUp(20f), 1).lifted(20, 4_999)))
        .isEmpty();
    assertThat(changes("suction-flat-line", strip.hold(20, 1))).hasSize(1);
  }

  @Test
  void impedanceTellsFromTenHertzOn() {
    for (String name : List.of("impedance-soft", "impedance-lost", "impedance-short")) {
      double kohm = name.endsWith("short") ? 0.1 : 400;
      Strip at = Strip.every(100).set(300).frequency(10).impedance(kohm).hold(300, LONG_MS);
      Strip below =
          Strip.every(100)
              .set(300)
              .frequency(Math.nextDown(10f))
              .impedance(kohm)
              .hold(300, LONG_MS);
      assertThat(changes(name, at)).as(name).hasSize(1);
      assertThat(changes(name, below)).as(name).isEmpty();
    }
  }

  @Test
  void contactIsATenthOfWhatIsSet() {
    assertThat(changes("current-tracking", UA.strip(100, 30, LONG_MS))).hasSize(1);
    assertThat(changes("current-tracking", UA.strip(100, Math.nextDown(30f), LONG_MS))).isEmpty();
    assertThat(changes("current-soft-low", UA_OF_20.strip(100, 2, LONG_MS))).hasSize(1);
    assertThat(changes("current-soft-low", UA_OF_20.strip(100, Math.nextDown(2f), LONG_MS)))
        .isEmpty();
  }

  @Test
  void everyRuleHasItsBoundaries() {
    Set<String> tried =
        Stream.concat(levels(), times())
            .map(arguments -> (String) arguments.get()[0])
            .collect(Collectors.toCollection(HashSet::new));

    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            SampleRules.ALL.stream().map(SampleRule::name).toList());
  }

  private static List<Change> changes(String rule, Strip strip) {
    return Judging.changes(Judging.rule(rule), strip);
  }
}
