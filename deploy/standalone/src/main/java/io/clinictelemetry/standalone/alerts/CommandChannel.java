package io.clinictelemetry.standalone.alerts;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.dashboard.api.AlertCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

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
    try (KafkaConsumer<String, AlertEvent> events = fromNowOn(settings, serdes);
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

  private static KafkaConsumer<String, AlertEvent> fromNowOn(Settings settings, AvroSerdes serdes) {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    KafkaConsumer<String, AlertEvent> consumer =
        new KafkaConsumer<>(
            config, new StringDeserializer(), serdes.deserializer(AlertEvent.class));
    List<TopicPartition> partitions =
        consumer.partitionsFor(TopicCatalogue.ALERT_EVENTS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // the end as it is now, not at the first poll
    return consumer;
  }
}
