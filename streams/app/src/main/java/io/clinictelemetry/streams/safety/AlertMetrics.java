package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.response.Told;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rules;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts alerts, and tells how long after the reading they come. */
final class AlertMetrics {

  private static final Duration[] BUCKETS =
      List.of(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** What people and deadlines do. */
  private static final Set<Transition> RESPONSES =
      EnumSet.complementOf(EnumSet.of(Transition.OPENED, Transition.CLEARED, Transition.WIDENED));

  private record Change(Rule rule, boolean open) {}

  private final Map<Change, Counter> changes = new HashMap<>();
  private final Map<Transition, Counter> responses = new EnumMap<>(Transition.class);
  private final Timer latency;

  AlertMetrics(MeterRegistry registry) {
    for (Rule rule : Rules.all()) {
      for (boolean open : new boolean[] {true, false}) {
        changes.put(
            new Change(rule, open),
            Counter.builder("clinic.alerts")
                .description("Alerts that opened or cleared")
                .tag("rule", rule.name())
                .tag("priority", rule.priority().name())
                .tag("state", open ? "OPEN" : "CLEARED")
                .register(registry));
      }
    }
    for (Transition transition : RESPONSES) {
      responses.put(
          transition,
          Counter.builder("clinic.alert.responses")
              .description("What people, or deadlines that nobody met, did to alerts")
              .tag("transition", transition.name())
              .register(registry));
    }
    latency =
        Timer.builder("clinic.alert.latency")
            .description("From the reading that opened an alert to its being sent, late ones aside")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /**
   * Takes note of what is told of an alert; one that is widened counts as nothing.
   *
   * @param nowMs this machine's clock, ms since 1970 UTC
   */
  void told(Told told, long nowMs) {
    if (RESPONSES.contains(told.transition())) {
      responses.get(told.transition()).increment();
    } else if (told.transition() != Transition.WIDENED) {
      changed(told.alert().orElseThrow(), nowMs);
    }
  }

  private void changed(Alert alert, long nowMs) {
    changes.get(new Change(alert.rule(), alert.open())).increment();
    // A silence is held on purpose, and no reading opened its alert.
    if (alert.open() && !alert.late() && !(alert.rule() instanceof LinkRule)) {
      latency.record(Duration.ofMillis(Math.max(0, nowMs - alert.triggeredAtMs())));
    }
  }
}
