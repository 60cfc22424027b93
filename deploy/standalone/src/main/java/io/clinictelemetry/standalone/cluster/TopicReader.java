package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads whole topics: what is committed up to the moment of the call. */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;
  private final AvroSerdes serdes;

  /**
   * @param kafka settings of a Kafka client
   * @param serdes stay the caller's to close
   */
  public TopicReader(Map<String, Object> kafka, AvroSerdes serdes) {
    this.kafka = kafka;
    this.serdes = serdes;
  }

  /**
   * The latest record of each key, in the order in which the keys first came; deleted keys are left
   * out.
   */
  public <T extends SpecificRecord> Map<String, T> latest(TopicSpec topic, Class<T> type) {
    Map<String, T> latest = new LinkedHashMap<>();
    each(
        topic,
        type,
        record -> {
          if (record.value() == null) {
            latest.remove(record.key());
          } else {
            latest.put(record.key(), record.value());
          }
        });
    return latest;
  }

  /** Every record. */
  public <T extends SpecificRecord> void each(
      TopicSpec topic, Class<T> type, Consumer<ConsumerRecord<String, T>> action) {
    each(kafka, topic.name(), new StringDeserializer(), serdes.deserializer(type), action);
  }

  /** Every record as the bytes that it is, with its headers; no registry is asked. */
  public static void eachAsBytes(
      Map<String, Object> kafka, TopicSpec topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
    eachAsBytes(kafka, topic.name(), action);
  }

  /** As {@link #eachAsBytes(Map, TopicSpec, Consumer)}, of a topic that is in no catalogue. */
  public static void eachAsBytes(
      Map<String, Object> kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
    each(kafka, topic, new ByteArrayDeserializer(), new ByteArrayDeserializer(), action);
  }

  /**
   * Every record of a period, in the order of each partition.
   *
   * @param from append time of the first, or the first after it
   * @param to append time that those after the last have reached
   */
  public static void eachAsBytes(
      Map<String, Object> kafka,
      TopicSpec topic,
      Instant from,
      Instant to,
      Consumer<ConsumerRecord<byte[], byte[]>> action) {
    each(
        kafka,
        topic.name(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        (consumer, partitions) ->
            new Range(
                at(consumer, partitions, from, consumer.endOffsets(partitions)),
                at(consumer, partitions, to, consumer.endOffsets(partitions))),
        action);
  }

  /** The offsets of the first records at a time or later; the end where there is none. */
  private static Map<TopicPartition, Long> at(
      KafkaConsumer<?, ?> consumer,
      List<TopicPartition> partitions,
      Instant time,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends);
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }

  /** The offsets to read of each partition, the end exclusive. */
  private record Range(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {}

  private static <K, V> void each(
      Map<String, Object> kafka,
      String topic,
      Deserializer<K> keys,
      Deserializer<V> values,
      Consumer<ConsumerRecord<K, V>> action) {
    each(
        kafka,
        topic,
        keys,
        values,
        (consumer, partitions) ->
            new Range(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions)),
        action);
  }

  private static <K, V> void each(
      Map<String, Object> kafka,
      String topic,
      Deserializer<K> keys,
      Deserializer<V> values,
      BiFunction<KafkaConsumer<K, V>, List<TopicPartition>, Range> range,
      Consumer<ConsumerRecord<K, V>> action) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(config, keys, values)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      // First, else the client warns of each answer that it is about no partition of its own.
      consumer.assign(partitions);
      Range read = range.apply(consumer, partitions);
      Map<TopicPartition, Long> ends = read.ends();
      read.begins().forEach(consumer::seek);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
          if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
            action.accept(record);
          }
        }
      }
    }
  }
}
