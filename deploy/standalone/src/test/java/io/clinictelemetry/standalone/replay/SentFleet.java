package io.clinictelemetry.standalone.replay;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.producers.simulator.KafkaInventory;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.replay.RecordedFleet.Arrival;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** A recorded fleet on a broker. */
final class SentFleet {

  private SentFleet() {}

  /** Publishes clinics and devices, and waits until safety knows them. */
  static void announce(RunningPipeline pipeline, RecordedFleet fleet) throws Exception {
    new KafkaInventory(pipeline.settings().kafka(), pipeline.serdes())
        .publish(fleet.clinics(), fleet.devices());
    awaitTaken(pipeline, "clinic-safety", TopicCatalogue.DEVICES);
  }

  /**
   * Sends all as fast as the broker takes them, each stamped when it is sent, and waits until they
   * are accounted for.
   */
  static void send(RunningPipeline pipeline, List<Arrival> arrivals) throws Exception {
    String topic = TopicCatalogue.TELEMETRY.name();
    Serializer<DeviceEvent> serializer = pipeline.serdes().serializer(DeviceEvent.class);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            pipeline.settings().kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Arrival arrival : arrivals) {
        DeviceEvent event = RecordedFleet.sentAt(arrival.event(), Instant.now());
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    event.getDeviceId().getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(topic, event)));
      }
    }
    pipeline.awaitAccounted();
  }

  /** Waits until the group has taken all that is in the topic now. */
  static void awaitTaken(RunningPipeline pipeline, String group, TopicSpec topic) throws Exception {
    Map<TopicPartition, OffsetSpec> partitions =
        pipeline
            .admin()
            .describeTopics(List.of(topic.name()))
            .allTopicNames()
            .get()
            .values()
            .stream()
            .flatMap(
                description ->
                    description.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    var ends = pipeline.admin().listOffsets(partitions).all().get();
    awaitPatiently()
        .alias(group + " has taken " + topic.name())
        .until(
            () -> {
              var taken =
                  pipeline
                      .admin()
                      .listConsumerGroupOffsets(group)
                      .partitionsToOffsetAndMetadata()
                      .get();
              return ends.entrySet().stream()
                  .filter(end -> end.getValue().offset() > 0)
                  .allMatch(
                      end ->
                          taken.get(end.getKey()) != null
                              && taken.get(end.getKey()).offset() >= end.getValue().offset());
            });
  }
}
