package io.clinictelemetry.sinks.batches;

import io.clinictelemetry.contracts.operations.BrokerContact;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.settings.GroupMembership;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads topics as a member of a group, on a thread of its own; see the package for its promise. */
public final class BatchReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BatchReader.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final LoopStatus status = new LoopStatus();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BrokerContact brokers;
  private final Thread thread;

  /**
   * What a reader is.
   *
   * @param name for people and threads
   * @param group consumer group; its members share the partitions
   * @param batch largest number of records in one transaction
   * @param metrics how the names of its metrics begin, for instance {@code clinic.sink}
   */
  public record Config(String name, String group, int batch, String metrics) {}

  /**
   * Makes the consumer; reads nothing yet.
   *
   * @param kafka what every Kafka client needs
   * @throws org.apache.kafka.common.KafkaException when a setting of the consumer is wrong
   */
  public BatchReader(
      Config config,
      Map<String, Object> kafka,
      Jdbi jdbi,
      OffsetTable offsets,
      BatchTarget target,
      MeterRegistry registry) {
    consumer =
        new KafkaConsumer<>(
            consumer(config, kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    brokers = new BrokerContact(() -> consumer.metrics().values());
    LoopMetrics metrics =
        new LoopMetrics(registry, Clock.systemUTC(), config.metrics(), target.topics());
    BatchLoop loop =
        new BatchLoop(consumer, jdbi, offsets, target, metrics, Clock.systemUTC(), status);
    thread = new Thread(() -> run(loop), config.name());
  }

  private static Map<String, Object> consumer(Config config, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    GroupMembership.addDefaults(settings);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // The offsets are in the database. Kafka must neither keep its own nor choose a place.
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  /** Begins. Call it once. */
  public void start() {
    thread.start();
  }

  private void run(BatchLoop loop) {
    try {
      loop.run();
      status.stopped();
    } catch (RuntimeException | Error e) { // health must not go on saying that it writes
      LOG.error("{} stopped by a failure", thread.getName(), e);
      status.died(e);
    } finally {
      consumer.close();
    }
  }

  /** Ready while it writes; not live when only a restart helps. */
  public Health health() {
    return brokers.judge(status.health());
  }

  /**
   * Records that are committed in Kafka, but not yet in the database, in all partitions of this
   * instance; at most about a second old. Empty while it is not known.
   */
  public OptionalLong lag() {
    return status.lag();
  }

  /** Stops after the transaction in hand. Doing it again does nothing. */
  @Override
  public void close() {
    if (thread.getState() == Thread.State.NEW) {
      consumer.close();
      return;
    }
    consumer.wakeup();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
