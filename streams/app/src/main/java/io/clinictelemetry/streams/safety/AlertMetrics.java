package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.domain.rules.Rule;
import io.clinictelemetry.domain.rules.Rules;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts alerts, and tells how long after the reading they come. */
final class AlertMetrics {

  private static final Duration[] BUCKETS =
      List.of(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Change(Rule rule, boolean open) {}

  private final Map<Change, Counter> changes = new HashMap<>();
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
    latency =
        Timer.builder("clinic.alert.latency")
            .description("From the reading that opened an alert to its being sent, late ones aside")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /**
   * Takes note of an alert that opened or cleared; one that is widened does neither.
   *
   * @param nowMs this machine's clock, ms since 1970 UTC
   */
  void changed(AlertChange change, long nowMs) {
    if (change.transition() == Transition.WIDENED) {
      return;
    }
    Alert alert = change.alert();
    changes.get(new Change(alert.rule(), alert.open())).increment();
    // A silence is held on purpose, and no reading opened its alert.
    if (alert.open() && !alert.late() && !(alert.rule() instanceof LinkRule)) {
      latency.record(Duration.ofMillis(Math.max(0, nowMs - alert.triggeredAtMs())));
    }
  }
}
