package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The transitions of alerts, as a reader of committed records sees them. */
public final class AlertEvents {

  private AlertEvents() {}

  /** A consumer of all that is committed from now on; the caller closes it. */
  public static KafkaConsumer<String, AlertEvent> fromNowOn(
      Map<String, Object> kafka, AvroSerdes serdes) {
    Map<String, Object> config = new HashMap<>(kafka);
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
