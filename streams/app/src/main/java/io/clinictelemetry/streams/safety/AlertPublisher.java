package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.domain.response.Told;
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

  /** Tells of an alert on the list, or one that left it. */
  void publish(Told told) {
    publish(told, Alerts.record(told.alert().orElseThrow(), told.standing()));
  }

  /** Answers a command. */
  void answer(Told told, AlertCommand asked) {
    publish(
        told,
        told.alert()
            .map(alert -> Alerts.record(alert, told.standing()))
            .orElseGet(() -> Alerts.unknown(asked, told.atMs())));
  }

  private void publish(Told told, Alert alert) {
    context.forward(
        new Record<>(alert.getSubjectId(), Alerts.event(told, alert), told.atMs()),
        sinks.alertEvents());
    if (told.refusal().isEmpty()) {
      context.forward(new Record<>(alert.getAlertId(), alert, told.atMs()), sinks.alerts());
    }
    metrics.told(told, context.currentSystemTimeMs());
  }
}
