package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes the inventory to {@code clinic.clinics} and {@code clinic.devices}, and what was done to
 * devices to {@code clinic.service-events}.
 */
public final class KafkaInventory implements Inventory {

  private final Map<String, Object> config;
  private final AvroSerdes serdes;

  /**
   * @param kafka settings of Kafka clients
   * @param serdes not closed here
   */
  public KafkaInventory(Map<String, ?> kafka, AvroSerdes serdes) {
    config = new HashMap<>(kafka);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "clinic-inventory");
    this.serdes = serdes;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when the broker did not acknowledge a record
   */
  @Override
  public void publish(List<Clinic> clinics, List<Device> devices) {
    send(
        "the fleet's clinics and devices",
        Stream.concat(
            records(TopicCatalogue.CLINICS, Clinic.class, Clinic::getClinicId, clinics),
            records(TopicCatalogue.DEVICES, Device.class, Device::getDeviceId, devices)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException as of {@link #publish}
   */
  @Override
  public void tell(List<ServiceEvent> events) {
    send(
        "what was done to the fleet's devices",
        records(
            TopicCatalogue.SERVICE_EVENTS, ServiceEvent.class, ServiceEvent::getDeviceId, events));
  }

  private <T extends SpecificRecord> Stream<ProducerRecord<String, byte[]>> records(
      TopicSpec topic, Class<T> type, Function<T, String> key, List<T> values) {
    Serializer<T> bytes = serdes.serializer(type);
    return values.stream()
        .map(
            value ->
                new ProducerRecord<>(
                    topic.name(), key.apply(value), bytes.serialize(topic.name(), value)));
  }

  private void send(String what, Stream<ProducerRecord<String, byte[]>> records) {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> answers = records.map(producer::send).toList();
      producer.flush();
      for (Future<RecordMetadata> answer : answers) {
        var unused = answer.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s could not be published: %s".formatted(what, e.getCause().getMessage()), e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
