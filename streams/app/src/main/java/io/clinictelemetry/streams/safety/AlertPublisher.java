package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.domain.response.Told;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Forwards what became of alerts to the two topics that tell of it, and to the account of the
 * clinic. The events of a subject are chained by their hashes, see {@link ChainLink}.
 */
final class AlertPublisher {

  /**
   * Where a processor forwards to; a sink belongs to one sub-topology.
   *
   * @param alertEvents the sink of events, which takes them as bytes
   * @param alerts the sink of alerts
   * @param chains store of the ends of its chains
   * @param chainNames what their names begin with: a subject may have events of two processors
   */
  record Sinks(String alertEvents, String alerts, String chains, String chainNames) {}

  private final ProcessorContext<Object, Object> context;
  private final Sinks sinks;
  private final Function<AlertEvent, byte[]> bytes;
  private final ChainEnds chains;
  private final Consumer<LoadChange> load;
  private final AlertMetrics metrics;

  /**
   * @param bytes the value of an event's record
   * @param load takes what the account of the clinic needs
   */
  AlertPublisher(
      ProcessorContext<Object, Object> context,
      Sinks sinks,
      Function<AlertEvent, byte[]> bytes,
      Consumer<LoadChange> load,
      AlertMetrics metrics) {
    this.context = context;
    this.sinks = sinks;
    this.bytes = bytes;
    this.chains = new ChainEnds(context.getStateStore(sinks.chains()));
    this.load = load;
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
    byte[] event = bytes.apply(Alerts.event(told, alert));
    Headers headers = new RecordHeaders();
    chains
        .next(
            sinks.chainNames()
                + alert.getSubjectKind().name().toLowerCase(Locale.ROOT)
                + "/"
                + alert.getSubjectId(),
            alert.getSubjectId().getBytes(StandardCharsets.UTF_8),
            event)
        .addTo(headers);
    context.forward(
        new Record<>(alert.getSubjectId(), event, told.atMs(), headers), sinks.alertEvents());
    if (told.refusal().isEmpty()) {
      context.forward(new Record<>(alert.getAlertId(), alert, told.atMs()), sinks.alerts());
    }
    LoadChange.of(told).forEach(load);
    metrics.told(told, context.currentSystemTimeMs());
  }
}
