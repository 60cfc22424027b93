package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes the inventory to {@code clinic.clinics} and {@code clinic.devices}. */
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
    Serializer<Clinic> clinicBytes = serdes.serializer(Clinic.class);
    Serializer<Device> deviceBytes = serdes.serializer(Device.class);
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      String toClinics = TopicCatalogue.CLINICS.name();
      for (Clinic clinic : clinics) {
        byte[] bytes = clinicBytes.serialize(toClinics, clinic);
        answers.add(producer.send(new ProducerRecord<>(toClinics, clinic.getClinicId(), bytes)));
      }
      String toDevices = TopicCatalogue.DEVICES.name();
      for (Device device : devices) {
        byte[] bytes = deviceBytes.serialize(toDevices, device);
        answers.add(producer.send(new ProducerRecord<>(toDevices, device.getDeviceId(), bytes)));
      }
      producer.flush();
      for (Future<RecordMetadata> answer : answers) {
        var unused = answer.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the fleet's clinics and devices could not be published: " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
