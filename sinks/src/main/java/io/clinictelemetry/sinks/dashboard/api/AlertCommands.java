package io.clinictelemetry.sinks.dashboard.api;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes what people ask to be done with alerts; safe for several threads. */
public final class AlertCommands implements AutoCloseable {

  private static final int PATIENCE_MS = 5_000;

  private final KafkaProducer<String, AlertCommand> producer;

  /**
   * Sends nothing yet.
   *
   * @param kafka settings of Kafka clients
   */
  public AlertCommands(Map<String, ?> kafka, AvroSerdes serdes) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A person waits.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    producer =
        new KafkaProducer<>(config, new StringSerializer(), serdes.serializer(AlertCommand.class));
  }

  /**
   * Returns when the broker has it. It may have it, too, when this throws: sent again with the same
   * id it is answered once.
   *
   * @throws ExecutionException when the broker does not take it
   */
  public void send(AlertCommand command) throws ExecutionException, InterruptedException {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  TopicCatalogue.ALERT_COMMANDS.name(), command.getSubjectId(), command))
          .get(2 * PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ExecutionException("the broker does not answer", e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(PATIENCE_MS));
  }
}
