package io.clinictelemetry.standalone.alerts;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.dashboard.api.AlertCommands;
import io.clinictelemetry.standalone.cluster.AlertEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Sends a command, and waits for its answer among the alert events. */
final class CommandChannel {

  /** How long an answer is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(200);

  private CommandChannel() {}

  /**
   * Asks; empty when there is no answer in time. The command stays in its topic all the same.
   *
   * @throws ExecutionException when the broker does not take the command
   */
  static Optional<AlertEvent> ask(Settings settings, AvroSerdes serdes, AlertCommand command)
      throws ExecutionException, InterruptedException {
    try (KafkaConsumer<String, AlertEvent> events =
            AlertEvents.fromNowOn(settings.kafka(), serdes);
        AlertCommands commands = new AlertCommands(settings.kafka(), serdes)) {
      commands.send(command);
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() - until < 0) {
        for (ConsumerRecord<String, AlertEvent> record : events.poll(POLL)) {
          if (command.getCommandId().equals(record.value().getCommandId())) {
            return Optional.of(record.value());
          }
        }
      }
      return Optional.empty();
    }
  }
}
