package io.clinictelemetry.producers;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.producers.client.DeliveryListener;
import io.clinictelemetry.producers.client.TelemetryChannel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A channel over Kafka's own producer for tests, which keeps what is sent. It has real bytes and no
 * broker.
 */
public final class RecordingChannel {

  /** Kafka's producer for tests. */
  public final MockProducer<String, DeviceEvent> producer;

  /** Where the channel counts. */
  public final MeterRegistry metrics = new SimpleMeterRegistry();

  private RecordingChannel(boolean answersAtOnce) {
    producer =
        new MockProducer<>(
            Cluster.empty(),
            answersAtOnce,
            null,
            new StringSerializer(),
            // The real one, so that an event that is not whole fails here and not in production.
            new AvroSerdes(Map.of("schema.registry.url", "mock://producers"))
                .serializer(DeviceEvent.class));
  }

  /** Every event is acknowledged as it is sent. */
  public static RecordingChannel thatAnswersAtOnce() {
    return new RecordingChannel(true);
  }

  /** No event is acknowledged until the test says so through the producer. */
  public static RecordingChannel thatAnswersWhenTold() {
    return new RecordingChannel(false);
  }

  /** The channel over it. */
  public TelemetryChannel open(DeliveryListener listener) {
    return new TelemetryChannel(producer, metrics, listener);
  }

  /** What was sent, in order. */
  public List<DeviceEvent> events() {
    return producer.history().stream().map(ProducerRecord::value).toList();
  }

  /** The value of one of the channel's counters. */
  public double count(String name) {
    return metrics.get("clinic.client." + name).counter().count();
  }
}
