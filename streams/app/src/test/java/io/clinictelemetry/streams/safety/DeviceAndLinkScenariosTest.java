package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.domain.rules.DeviceRule;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong with devices and their links, and what only looks like it. */
class DeviceAndLinkScenariosTest {

  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  /** What happens to a device for use at home, and the rules that open alerts, in order. */
  private record Scenario(Consumer<Pipeline> script, List<String> rules) {

    List<String> opened() {
      try (Pipeline pipeline = Pipeline.safety().register("d1", DeviceClass.HOME)) {
        script.accept(pipeline);
        return pipeline.alertEvents().stream()
            .filter(event -> event.value().getTransition() == AlertTransition.OPENED)
            .map(event -> event.value().getAlert())
            .map(Alert::getRule)
            .toList();
      }
    }
  }

  static Stream<Arguments> scenarios() {
    return Stream.of(
        scenario(
            "a session that is not stopped",
            session(15 * MINUTE + 3_000),
            "session-soft",
            "session-hard"),
        scenario(
            "a battery that is nearly empty", sends(device("d1").battery(14.9)), "battery-sag"),
        scenario(
            "a device that nobody registered",
            sends(device("d2").heartbeat()),
            "device-unregistered"),
        scenario(
            "a clock that is wrong",
            sends(device("d1").withClockAhead(60_001).heartbeat()),
            "clock-error"),
        scenario(
            "events that are lost",
            sends(device("d1").heartbeat().loses(1).pauses(1_000).heartbeat())
                .andThen(ticks(2_000, 3_000)),
            "sequence-gap"),
        scenario(
            "two sessions at once",
            sends(device("d1").startsSession("s1").pauses(100).startsSession("s2")),
            "session-overlap"),
        scenario("a filter that clogs", tests(78, 900, 78, 1_850), "filter-clogging"),
        scenario("a pump that wears", tests(78, 900, 61, 900), "pump-wear"),
        scenario("electrodes that dry", electrodes(20, 31), "electrode-drying"),
        scenario(
            "a device that falls silent in its session",
            sends(device("d1").startsSession("s1")).andThen(ticks(1_000, 18_000)),
            "telemetry-lost"),
        scenario(
            "a device that falls silent",
            sends(device("d1").heartbeat()).andThen(ticks(MINUTE, 132_000)),
            "device-silent"),
        scenario(
            "a device that is never heard",
            ticks(0, 3_000).andThen(ticks(DAY, DAY + 13_000)),
            "device-never-seen"),
        scenario(
            "a clinic without a line", clinic(0).andThen(ticks(MINUTE, 132_000)), "clinic-silent"));
  }

  static Stream<Arguments> controls() {
    return Stream.of(
        scenario("a session that ends in time", session(10 * MINUTE)),
        scenario("a battery at its limit", sends(device("d1").battery(15))),
        scenario(
            "a clock within its limit", sends(device("d1").withClockAhead(60_000).heartbeat())),
        scenario(
            "a device that was switched off and on",
            sends(device("d1").heartbeat().boots().pauses(1_000).heartbeat())
                .andThen(ticks(2_000, 5_000))),
        scenario(
            "one session after the other",
            sends(device("d1").startsSession("s1").endsSession().startsSession("s2"))),
        scenario("a filter that is not new any more", tests(78, 900, 78, 1_790)),
        scenario("a pump that is not new any more", tests(78, 900, 63, 900)),
        scenario("electrodes that are not new any more", electrodes(20, 29.9)),
        scenario(
            "a device that is back within the hold",
            sends(device("d1").startsSession("s1"))
                .andThen(ticks(1_000, 14_000))
                .andThen(sends(device("d1").loses(1).at(T0 + 14_500).heartbeat()))
                .andThen(ticks(15_000, 18_000))),
        scenario(
            "a clinic in which one device is heard",
            clinic(100_000).andThen(ticks(101_000, 132_000)),
            "device-silent",
            "device-silent"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"scenarios", "controls"})
  void opensTheAlertsOfItsRulesAndNoOther(String name, Scenario scenario) {
    assertThat(scenario.opened()).isEqualTo(scenario.rules());
  }

  @Test
  void someTurnRedWhenARuleIsDisabled() {
    Map<Scenario, List<String>> opened =
        scenarios()
            .map(scenario -> (Scenario) scenario.get()[1])
            .collect(Collectors.toMap(scenario -> scenario, Scenario::opened));
    for (Rule rule : Stream.of(DeviceRule.ALL, LinkRule.ALL).flatMap(List::stream).toList()) {
      // A rule that is disabled says nothing.
      Predicate<Scenario> green =
          scenario ->
              opened.get(scenario).stream()
                  .filter(name -> !name.equals(rule.name()))
                  .toList()
                  .equals(scenario.rules());
      assertThat(opened.keySet()).as("scenarios without %s", rule.name()).anyMatch(green.negate());
    }
  }

  private static Arguments scenario(String name, Consumer<Pipeline> script, String... rules) {
    return arguments(name, new Scenario(script, List.of(rules)));
  }

  private static Consumer<Pipeline> sends(TestDevice device) {
    return pipeline -> pipeline.append(device.sent());
  }

  /** Each second, from then until then, ms since the start. */
  private static Consumer<Pipeline> ticks(long fromMs, long toMs) {
    return pipeline -> pipeline.ticks(T0 + fromMs, T0 + toMs);
  }

  private static Consumer<Pipeline> session(long ms) {
    TestDevice device = device("d1").startsSession("s1");
    for (long at = 4_000; at < ms; at += 4_000) {
      device.at(T0 + at).heartbeat();
    }
    return sends(device.at(T0 + ms).endsSession());
  }

  /** Five dead-head tests, then three others: the most, kPa, and the time of the rise, ms. */
  private static Consumer<Pipeline> tests(double maxKpa, long riseMs, double thenKpa, long thenMs) {
    TestDevice device = device("d1");
    for (int test = 0; test < 8; test++) {
      device
          .heartbeat(
              Heartbeat.newBuilder()
                  .setState(DeviceState.IDLE)
                  .setDeadHeadMaxKpa((float) (test < 5 ? maxKpa : thenKpa) + test * 0.01f)
                  .setDeadHeadRiseMs((test < 5 ? riseMs : thenMs) + test)
                  .build())
          .pauses(MINUTE);
    }
    return sends(device);
  }

  /** Five sessions with electrodes of this impedance, kOhm, then three with that. */
  private static Consumer<Pipeline> electrodes(double kohm, double thenKohm) {
    TestDevice device = device("d1");
    for (int session = 0; session < 8; session++) {
      device
          .startsCurrentSession("s" + session)
          .current(10_000, 300, session < 5 ? kohm : thenKohm)
          .endsSession();
    }
    return sends(device);
  }

  /** Three devices are heard, and one of them again then, ms since the start, if not 0. */
  private static Consumer<Pipeline> clinic(long againMs) {
    return pipeline -> {
      List<TestDevice> devices = new ArrayList<>();
      for (String id : Set.of("d1", "d2", "d3")) {
        pipeline.register(id, DeviceClass.HOME);
        devices.add(device(id).heartbeat());
      }
      devices.forEach(device -> pipeline.append(device.last()));
      if (againMs > 0) {
        pipeline.append(devices.get(0).at(T0 + againMs).heartbeat().last());
      }
    };
  }
}
