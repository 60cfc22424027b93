package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.batches.Batch;
import io.clinictelemetry.sinks.batches.BatchReader;
import io.clinictelemetry.sinks.batches.BatchTarget;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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

  private final DatabaseSettings databaseSettings;
  private final Map<String, Object> kafka;
  private final Map<String, Object> serdeConfig;
  private final BatchReader.Config config;
  private final MeterRegistry metrics;

  private Database database;
  private AvroSerdes serdes;
  private volatile BatchReader reader;

  /**
   * Reads the settings; touches nothing else.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when one is missing or wrong
   */
  public PostgresSink(Settings settings, MeterRegistry metrics) {
    this.metrics = metrics;
    databaseSettings = DatabaseSettings.from(settings);
    serdeConfig = settings.serdes();
    kafka = settings.kafka();
    config =
        new BatchReader.Config(
            "postgres-sink",
            settings.text(GROUP, "clinic-postgres-sink"),
            settings.integer(BATCH, 2000, 1, 100_000),
            "clinic.sink");
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
      BatchTarget target =
          new Target(new BatchWriter(database.jdbi(), Feed.all(serdes)), new SinkMetrics(metrics));
      reader =
          new BatchReader(config, kafka, database.jdbi(), BatchWriter.OFFSETS, target, metrics);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    reader.start();
    LOG.info("PostgreSQL sink writes to {}", databaseSettings);
  }

  private record Target(BatchWriter writer, SinkMetrics metrics) implements BatchTarget {

    @Override
    public List<String> topics() {
      return writer.topics();
    }

    @Override
    public void write(Batch batch) {
      BatchWriter.Written result = writer.write(batch);
      for (Failure failure : result.failures()) {
        LOG.warn(
            "Record cannot be stored; topic={} partition={} offset={} reason={}",
            failure.topic(),
            failure.partition(),
            failure.offset(),
            failure.reason());
      }
      metrics.written(result);
    }
  }

  /** The topics that it writes. */
  public List<String> topics() {
    return Tables.ALL.stream().map(table -> table.topic().name()).distinct().toList();
  }

  /** Ready while it writes; not live when only a restart helps. */
  public Health health() {
    return reader == null ? new Health(true, false, "starting") : reader.health();
  }

  /**
   * Records that are committed in Kafka, but not yet in the database, in all partitions of this
   * instance; at most about a second old. Empty while it is not known.
   */
  public OptionalLong lag() {
    return reader == null ? OptionalLong.empty() : reader.lag();
  }

  /** Stops after the transaction in hand, and closes all. Doing it again does nothing. */
  @Override
  public void close() {
    if (reader != null) {
      reader.close();
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
