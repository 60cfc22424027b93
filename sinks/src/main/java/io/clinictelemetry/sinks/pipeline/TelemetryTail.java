package io.clinictelemetry.sinks.pipeline;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.database.Causes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the telemetry topic from a little before its end, in no group: each follower sees all.
 */
public final class TelemetryTail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TelemetryTail.class);

  /** Long enough to know every device's state: heartbeats come more often. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration RESTART_AFTER = Duration.ofSeconds(3);

  private final Map<String, Object> config;
  private final Deserializer<DeviceEvent> deserializer;
  private final BiConsumer<DeviceEvent, Instant> devices;
  private final PipelineClock pipeline;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Follower follower = new Follower("telemetry-tail", this::run);
  private volatile Optional<KafkaConsumer<byte[], byte[]>> current = Optional.empty();

  /**
   * @param kafka what every Kafka client needs
   * @param devices is told of every event of a device, and when the broker appended it
   * @param pipeline is told of every tick
   */
  public TelemetryTail(
      Map<String, Object> kafka,
      AvroSerdes serdes,
      BiConsumer<DeviceEvent, Instant> devices,
      PipelineClock pipeline,
      Clock clock) {
    this.config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.deserializer = serdes.deserializer(DeviceEvent.class);
    this.devices = devices;
    this.pipeline = pipeline;
    this.clock = clock;
  }

  /** Begins, on a thread of its own; it goes on trying while the cluster does not answer. */
  public void start() {
    follower.start();
  }

  /** Why it does not go on; empty while it does. */
  public Optional<String> failure() {
    return follower.failure();
  }

  private void run() throws InterruptedException {
    do {
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        current = Optional.of(consumer);
        follow(consumer);
      } catch (WakeupException e) {
        LOG.debug("Woken up to stop", e);
      } catch (KafkaException e) {
        LOG.warn("Cannot follow the telemetry, trying again; reason={}", Causes.reason(e));
        LOG.debug("The failure", e);
      } finally {
        current = Optional.empty();
      }
    } while (!stopping.await(RESTART_AFTER.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(TopicCatalogue.TELEMETRY.name()).stream()
            .map(TelemetryTail::partition)
            .toList();
    if (partitions.isEmpty()) {
      LOG.warn("There is no topic {} yet, trying again", TopicCatalogue.TELEMETRY.name());
      return;
    }
    partitions.forEach(partition -> pipeline.expect(partition.partition()));
    consumer.assign(partitions);
    seek(consumer, partitions);
    while (stopping.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private void seek(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    long from = clock.instant().minus(LOOK_BACK).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, from));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (found == null) {
                consumer.seekToEnd(List.of(partition));
              } else {
                consumer.seek(partition, found.offset());
              }
            });
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    DeviceEvent event;
    try {
      event = deserializer.deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      // The pipeline counts and quarantines it; here it is merely not shown.
      LOG.debug("Not shown; partition={} offset={}", record.partition(), record.offset(), e);
      return;
    }
    Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
    if (event == null) {
      return;
    }
    if (event.getKind() == EventKind.TICK) {
      pipeline.tick(record.partition(), appendedAt);
    } else {
      devices.accept(event, appendedAt);
    }
  }

  /** Stops and waits for it. Doing it again does nothing. */
  @Override
  public void close() {
    stopping.countDown();
    current.ifPresent(KafkaConsumer::wakeup);
    follower.join();
  }
}
