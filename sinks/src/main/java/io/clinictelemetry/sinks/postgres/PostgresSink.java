package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.contracts.operations.BrokerContact;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.GroupMembership;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the pipeline's output topics to PostgreSQL; see the package for its promise.
 *
 * <p>Settings: those of {@link DatabaseSettings}, of every Kafka client and of the registry, and
 * {@value #GROUP}, {@value #BATCH}. Several instances of one group share the partitions.
 */
public final class PostgresSink implements AutoCloseable {

  /** Setting of the consumer group; {@code clinic-postgres-sink} by default. */
  public static final String GROUP = "sink.group";

  /** Setting of the largest number of records in one transaction; 2000 by default. */
  public static final String BATCH = "sink.batch.max";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresSink.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final DatabaseSettings databaseSettings;
  private final Map<String, Object> consumerConfig;
  private final Map<String, Object> serdeConfig;
  private final MeterRegistry metrics;
  private final SinkStatus status = new SinkStatus();

  private Database database;
  private AvroSerdes serdes;
  private KafkaConsumer<byte[], byte[]> consumer;
  private volatile BrokerContact brokers;
  private Thread thread;

  /**
   * Reads the settings; touches nothing else.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when one is missing or wrong
   */
  public PostgresSink(Settings settings, MeterRegistry metrics) {
    this.metrics = metrics;
    databaseSettings = DatabaseSettings.from(settings);
    serdeConfig = settings.serdes();
    consumerConfig = new HashMap<>(settings.kafka());
    GroupMembership.addDefaults(consumerConfig);
    consumerConfig.put(
        ConsumerConfig.GROUP_ID_CONFIG, settings.text(GROUP, "clinic-postgres-sink"));
    consumerConfig.put(
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.integer(BATCH, 2000, 1, 100_000));
    consumerConfig.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // The offsets are in the database. Kafka must neither keep its own nor choose a place.
    consumerConfig.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumerConfig.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    consumerConfig.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
  }

  /**
   * Prepares the tables and begins to write, on a thread of its own. Call it once.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when the database does not
   *     answer
   */
  public void start() {
    try {
      serdes = new AvroSerdes(serdeConfig);
      database = new Database(databaseSettings, "clinic-postgres-sink");
      database.migrate();
      consumer =
          new KafkaConsumer<>(
              consumerConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      KafkaConsumer<byte[], byte[]> watched = consumer;
      brokers = new BrokerContact(() -> watched.metrics().values());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    SinkLoop loop =
        new SinkLoop(
            consumer,
            database.jdbi(),
            new BatchWriter(database.jdbi(), Feed.all(serdes)),
            new SinkMetrics(metrics, Clock.systemUTC()),
            Clock.systemUTC(),
            status);
    thread = new Thread(() -> run(loop), "postgres-sink");
    thread.start();
    LOG.info("PostgreSQL sink writes to {}", databaseSettings);
  }

  private void run(SinkLoop loop) {
    try {
      loop.run();
      status.stopped();
    } catch (RuntimeException | Error e) { // health must not go on saying that it writes
      LOG.error("PostgreSQL sink stopped by a failure", e);
      status.died(e);
    } finally {
      consumer.close();
    }
  }

  /** The topics that it writes. */
  public List<String> topics() {
    return Tables.ALL.stream().map(table -> table.topic().name()).distinct().toList();
  }

  /** Ready while it writes; not live when only a restart helps. */
  public Health health() {
    return brokers == null ? status.health() : brokers.judge(status.health());
  }

  /**
   * Records that are committed in Kafka, but not yet in the database, in all partitions of this
   * instance; at most about a second old. Empty while it is not known.
   */
  public OptionalLong lag() {
    return status.lag();
  }

  /** Stops after the transaction in hand, and closes all. Doing it again does nothing. */
  @Override
  public void close() {
    if (thread != null) {
      consumer.wakeup();
      try {
        thread.join(CLOSE_TIMEOUT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
    if (database != null) {
      database.close();
      database = null;
    }
    if (serdes != null) {
      serdes.close();
      serdes = null;
    }
  }
}
