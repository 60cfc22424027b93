package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/** Sees each alert when a reader of committed records can first see it. */
public final class AlertWatch implements AutoCloseable {

  /**
   * An alert that opened.
   *
   * @param event the transition
   * @param seenAt when it could be seen
   */
  public record Sighting(AlertEvent event, Instant seenAt) {}

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<String, AlertEvent> consumer;
  private final Consumer<Sighting> listener;
  private final List<Sighting> sightings = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "alert-watch");

  /** Watches from now on; the listener is called on a thread of its own. */
  public AlertWatch(Map<String, Object> kafka, AvroSerdes serdes, Consumer<Sighting> listener) {
    this.listener = listener;
    consumer = AlertEvents.fromNowOn(kafka, serdes);
    thread.start();
  }

  private void watch() {
    try (consumer) {
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<String, AlertEvent> record : consumer.poll(POLL)) {
          if (record.value().getTransition() == AlertTransition.OPENED) {
            see(new Sighting(record.value(), Instant.now()));
          }
        }
      }
    } catch (WakeupException e) {
      // asked to close
    }
  }

  private void see(Sighting sighting) {
    synchronized (sightings) {
      sightings.add(sighting);
    }
    listener.accept(sighting);
  }

  /** All so far. */
  public List<Sighting> sightings() {
    synchronized (sightings) {
      return List.copyOf(sightings);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
