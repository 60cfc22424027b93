package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.operations.OperationsServer;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.batches.BatchReader;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import io.clinictelemetry.sinks.pipeline.TelemetryTail;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of alerts; see the package for its promise.
 *
 * <p>Settings: those of {@link DatabaseSettings}, of every Kafka client and of the registry,
 * {@value NotifierSettings#ALERTMANAGER}, {@value NotifierSettings#GROUP_WAIT}, {@value
 * NotifierSettings#WEBHOOK}, {@value NotifierSettings#SECRET}, {@value
 * NotifierSettings#SECRET_FILE} and {@value #GROUP}.
 */
public final class Notifier implements AutoCloseable {

  /** Setting of the consumer group; {@code clinic-notifier} by default. */
  public static final String GROUP = "notifier.group";

  /** Port of its metrics and health when none is set. */
  public static final int DEFAULT_PORT = 9104;

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final int BATCH = 2_000;

  private final ListenAddress address;
  private final DatabaseSettings databaseSettings;
  private final Map<String, Object> kafka;
  private final Map<String, Object> serdeConfig;
  private final List<Channel> channels;
  private final BatchReader.Config config;
  private final PrometheusMeterRegistry registry;
  private final Clock clock = Clock.systemUTC();
  private final PipelineClock pipeline = new PipelineClock(clock);
  private final List<Deliverer> deliverers = new ArrayList<>();
  private final List<AutoCloseable> running = new ArrayList<>();

  private OperationsServer operations;
  private TelemetryTail tail;
  private BlindWatch blind;
  private DueWatch due;
  private volatile BatchReader reader;

  /**
   * Reads the settings; touches nothing else.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when one is missing or wrong
   */
  public Notifier(Settings settings, PrometheusMeterRegistry registry) {
    this.registry = registry;
    address = ListenAddress.from(settings, DEFAULT_PORT);
    databaseSettings = DatabaseSettings.from(settings);
    kafka = settings.kafka();
    serdeConfig = settings.serdes();
    channels = NotifierSettings.channels(settings);
    config =
        new BatchReader.Config(
            "notifier", settings.text(GROUP, "clinic-notifier"), BATCH, "clinic.notifier");
  }

  /**
   * Prepares the tables and begins, on threads of its own. Call it once.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when the database does not
   *     answer, or the port is taken
   */
  public void start() {
    try {
      AvroSerdes serdes = closing(new AvroSerdes(serdeConfig));
      Database database = closing(new Database(databaseSettings, "clinic-notifier"));
      database.migrate();
      NotifierMetrics metrics = new NotifierMetrics(registry, pipeline);
      NoticeTables tables = new NoticeTables(channels.stream().map(Channel::name).toList());
      NoticeWriter writer =
          new NoticeWriter(
              database.jdbi(), serdes.deserializer(AlertEvent.class), tables, metrics, clock);
      for (Channel channel : channels) {
        Outbox outbox = new Outbox(database.jdbi(), channel);
        deliverers.add(closing(new Deliverer(channel, outbox, metrics, clock)));
      }
      due = closing(new DueWatch(writer, database.jdbi(), clock));
      blind = closing(new BlindWatch(pipeline, database.jdbi(), tables, clock));
      tail = closing(new TelemetryTail(kafka, serdes, (event, at) -> {}, pipeline, clock));
      BatchReader events =
          closing(
              new BatchReader(
                  config, kafka, database.jdbi(), NoticeWriter.offsets(), writer, registry));
      operations = closing(new OperationsServer(address, registry, this::health));
      deliverers.forEach(Deliverer::start);
      due.start();
      blind.start();
      tail.start();
      events.start();
      reader = events;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    LOG.info("Notifier tells {}", channels.stream().map(Channel::name).toList());
  }

  private <T extends AutoCloseable> T closing(T part) {
    running.add(part);
    return part;
  }

  /**
   * Ready while it reads the alert events; not live when only a restart helps. A channel that is
   * away is told of and does not make it unready: what waits for it is kept.
   */
  public Health health() {
    if (reader == null) {
      return new Health(true, false, "starting");
    }
    Stream<Optional<String>> threads =
        Stream.concat(
            deliverers.stream().map(Deliverer::failure),
            Stream.of(tail.failure(), blind.failure(), due.failure()));
    Optional<Health> ended =
        threads
            .flatMap(Optional::stream)
            .findFirst()
            .map(failure -> new Health(false, false, failure));
    return ended.orElseGet(this::reading);
  }

  private Health reading() {
    Health health = reader.health();
    List<String> troubles =
        deliverers.stream().map(Deliverer::trouble).flatMap(Optional::stream).toList();
    return troubles.isEmpty()
        ? health
        : new Health(
            health.live(),
            health.ready(),
            health.detail() + "; not delivered: " + String.join(", ", troubles));
  }

  /** The port of its health and metrics. */
  public int port() {
    return operations.port();
  }

  /** Stops after the transaction and the attempts in hand. Doing it again does nothing. */
  @Override
  public void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      try {
        running.get(i).close();
      } catch (Exception e) {
        LOG.warn("A part did not stop cleanly; reason={}", e.toString());
      }
    }
    running.clear();
  }
}
