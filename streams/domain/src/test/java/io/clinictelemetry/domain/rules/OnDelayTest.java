package io.clinictelemetry.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.rules.Condition.Began;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Strip;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a condition begins: the same boundaries for every rule and class, at its own limit. */
class OnDelayTest {

  /** Rule, class, limit of the face, on-delay. */
  @ParameterizedTest(name = "{0} of a {1} device")
  @CsvSource({
    "suction-hard-high, MEDICAL, 65, 300",
    "suction-hard-high, SALON, 55, 300",
    "suction-hard-high, HOME, 40, 300",
    "suction-soft-high, MEDICAL, 50, 2000",
    "suction-soft-high, SALON, 41, 2000",
    "suction-soft-high, HOME, 30, 2000",
    "current-soft-high, MEDICAL, 600, 2000",
    "current-soft-high, SALON, 500, 2000",
    "current-soft-high, HOME, 400, 2000",
  })
  void beginsWhenTheOnDelayIsFullAndNotOneMillisecondBefore(
      String name, DeviceClass deviceClass, double limit, long onDelayMs) {
    SampleRule rule = Judging.rule(name);
    double above = Math.nextUp((float) limit);

    assertThat(judged(rule, deviceClass, Strip.every(1).hold(above, onDelayMs - 1))).isEmpty();
    assertThat(judged(rule, deviceClass, Strip.every(1).hold(above, onDelayMs)))
        .containsExactly(
            new Began(Judging.at(0), Judging.at(onDelayMs), above, above, limit, false));
  }

  @ParameterizedTest(name = "{0} of a {1} device")
  @CsvSource({
    "suction-hard-high, MEDICAL, 65, 300",
    "suction-soft-high, SALON, 41, 2000",
    "current-soft-high, HOME, 400, 2000",
  })
  void beginsWithTheSampleThatFillsTheOnDelay(
      String name, DeviceClass deviceClass, double limit, long onDelayMs) {
    SampleRule rule = Judging.rule(name);
    double above = limit + 1;

    assertThat(judged(rule, deviceClass, Strip.every(100).hold(above, onDelayMs - 100))).isEmpty();
    assertThat(judged(rule, deviceClass, Strip.every(100).hold(above, onDelayMs))).hasSize(1);
    // Samples that do not divide the delay: the one that goes beyond it.
    assertThat(judged(rule, deviceClass, Strip.every(70).hold(above, onDelayMs / 70 * 70)))
        .isEmpty();
    assertThat(judged(rule, deviceClass, Strip.every(70).hold(above, onDelayMs / 70 * 70 + 70)))
        .hasSize(1);
  }

  @ParameterizedTest(name = "{0} of a {1} device")
  @CsvSource({
    "suction-hard-high, MEDICAL, 65",
    "suction-hard-high, SALON, 55",
    "suction-hard-high, HOME, 40",
    "suction-soft-high, MEDICAL, 50",
    "suction-soft-high, SALON, 41",
    "suction-soft-high, HOME, 30",
    "current-hard-peak, MEDICAL, 1000",
    "current-hard-peak, SALON, 700",
    "current-hard-peak, HOME, 500",
    "current-soft-high, MEDICAL, 600",
    "current-soft-high, SALON, 500",
    "current-soft-high, HOME, 400",
  })
  void staysQuietForeverAtTheLimitItself(String name, DeviceClass deviceClass, double limit) {
    assertThat(judged(Judging.rule(name), deviceClass, Strip.every(100).hold(limit, 60_000)))
        .isEmpty();
  }

  private static List<Change> judged(SampleRule rule, DeviceClass deviceClass, Strip strip) {
    return Judging.changes(rule, deviceClass, Frames.cut(rule.modality(), strip.samples()));
  }
}
