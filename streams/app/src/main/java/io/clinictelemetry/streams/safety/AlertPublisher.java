package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.domain.episodes.AlertChange;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards what became of alerts to the two topics that tell of it. */
final class AlertPublisher {

  /** The sinks of a processor; a sink belongs to one sub-topology. */
  record Sinks(String alertEvents, String alerts) {}

  private final ProcessorContext<Object, Object> context;
  private final Sinks sinks;
  private final AlertMetrics metrics;

  AlertPublisher(ProcessorContext<Object, Object> context, Sinks sinks, AlertMetrics metrics) {
    this.context = context;
    this.sinks = sinks;
    this.metrics = metrics;
  }

  void publish(AlertChange change) {
    Alert alert = Alerts.record(change.alert());
    context.forward(
        new Record<>(alert.getSubjectId(), Alerts.event(change, alert), change.atMs()),
        sinks.alertEvents());
    context.forward(new Record<>(alert.getAlertId(), alert, change.atMs()), sinks.alerts());
    metrics.changed(change, context.currentSystemTimeMs());
  }
}
