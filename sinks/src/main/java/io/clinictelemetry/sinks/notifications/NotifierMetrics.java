package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What operations people see of the notifier, but for its reading of events. */
final class NotifierMetrics {

  private final MeterRegistry registry;
  private final Counter unreadable;
  private final Map<String, Outbox.Waiting> waiting = new ConcurrentHashMap<>();

  NotifierMetrics(MeterRegistry registry, PipelineClock pipeline) {
    this.registry = registry;
    unreadable =
        Counter.builder("clinic.notifier.records.unreadable")
            .description("Alert events that could not be read, so that nobody was told of them")
            .register(registry);
    for (LeftOut because : LeftOut.values()) {
      leftOut(because);
    }
    Gauge.builder("clinic.notifier.blind.partitions", pipeline, p -> p.read().blindPartitions())
        .description("Telemetry partitions without recent ticks")
        .baseUnit("partitions")
        .register(registry);
  }

  /** Why nobody is told of an alert. */
  enum LeftOut {
    /** It tells of history. */
    LATE,
    /** A person has put its rule aside. */
    SHELVED
  }

  private Counter leftOut(LeftOut because) {
    return Counter.builder("clinic.notifier.alerts.left.out")
        .description("Alerts that opened without anybody being told")
        .tag("because", because.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter deliveries(String channel, Channel.Outcome outcome) {
    return Counter.builder("clinic.notifier.deliveries")
        .description("Attempts to deliver a message, by what came of them")
        .tag("channel", channel)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Timer latency(String channel) {
    return Timer.builder("clinic.notifier.latency")
        .description("Time from the decision to tell something until the channel took it")
        .tag("channel", channel)
        .publishPercentileHistogram()
        .register(registry);
  }

  /** A channel is there; all of its metrics are from now on. */
  void channel(String channel) {
    for (Channel.Outcome outcome : Channel.Outcome.values()) {
      deliveries(channel, outcome);
    }
    latency(channel);
    waiting.put(channel, new Outbox.Waiting(0, 0));
    Gauge.builder("clinic.notifier.waiting", waiting, w -> w.get(channel).messages())
        .description("Messages that the channel has not taken yet")
        .baseUnit("messages")
        .tag("channel", channel)
        .register(registry);
    TimeGauge.builder(
            "clinic.notifier.oldest.waiting",
            waiting,
            TimeUnit.SECONDS,
            w -> w.get(channel).oldestSeconds())
        .description("Age of the oldest message that the channel has not taken yet; 0 for none")
        .tag("channel", channel)
        .register(registry);
  }

  void heard(AlertEvent event, boolean calls) {
    if (event.getTransition() == AlertTransition.OPENED && !calls) {
      leftOut(event.getAlert().getLate() ? LeftOut.LATE : LeftOut.SHELVED).increment();
    }
  }

  void unreadable() {
    unreadable.increment();
  }

  void answered(String channel, Channel.Outcome outcome, List<Delivery> messages, Instant now) {
    deliveries(channel, outcome).increment(messages.size());
    if (outcome == Channel.Outcome.TAKEN) {
      messages.forEach(
          message -> latency(channel).record(Duration.between(message.createdAt(), now)));
    }
  }

  void waiting(String channel, Outbox.Waiting now) {
    waiting.put(channel, now);
  }
}
