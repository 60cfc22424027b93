package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Tick;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a tick to each telemetry partition that this instance owns, each second. Two owners
 * during a hand-over do no harm, so the producer is plain: markers of transactions would consume
 * offsets.
 */
final class TickWriter implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String TOPIC = TopicCatalogue.TELEMETRY.name();

  private static final Logger LOG = LoggerFactory.getLogger(TickWriter.class);

  private final KafkaStreams streams;
  private final String instance;
  private final Producer<String, DeviceEvent> producer;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tick-writer"));

  TickWriter(Map<String, Object> kafka, AvroSerdes serdes, KafkaStreams streams, String instance) {
    this.streams = streams;
    this.instance = instance;
    Map<String, Object> config = new HashMap<>(kafka);
    // A tick that is late is worthless: the next one says more.
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    producer =
        new KafkaProducer<>(config, new StringSerializer(), serdes.serializer(DeviceEvent.class));
  }

  void start() {
    var unused =
        scheduler.scheduleAtFixedRate(
            this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      for (TopicPartition partition : owned()) {
        var unused =
            producer.send(
                new ProducerRecord<>(TOPIC, partition.partition(), null, event()),
                (metadata, failure) -> {
                  if (failure != null) {
                    LOG.warn("no tick for {}: {}", partition, failure.getMessage());
                  }
                });
      }
    } catch (RuntimeException e) {
      LOG.warn("no ticks this time", e); // the schedule must go on
    }
  }

  private Set<TopicPartition> owned() {
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .filter(partition -> partition.topic().equals(TOPIC))
        .collect(Collectors.toSet());
  }

  private DeviceEvent event() {
    return DeviceEvent.newBuilder()
        .setDeviceId("")
        .setClinicId("")
        .setBootId(0)
        .setSeq(0)
        .setSentAt(Instant.now())
        .setKind(EventKind.TICK)
        .setTick(new Tick(instance))
        .build();
  }

  /**
   * Writes no more; returns when the last tick is written or given up. Closing again does nothing.
   */
  @Override
  public void close() {
    scheduler.shutdown();
    try {
      if (!scheduler.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the tick at hand is not waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(INTERVAL.multipliedBy(5));
  }
}
