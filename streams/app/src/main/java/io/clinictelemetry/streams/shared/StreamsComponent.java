package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.operations.BrokerContact;
import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.operations.OperationsServer;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.GroupMembership;
import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one application: settings, Kafka Streams, metrics and health, and a clean stop.
 *
 * <p>A stream thread that fails is replaced after a pause, for what made it fail (a registry or a
 * broker that is away) may pass; meanwhile the component is not ready.
 */
public final class StreamsComponent implements AutoCloseable {

  /** Setting: put before the name of every output topic; for replay and comparison. */
  public static final String OUTPUT_PREFIX = "output.topic.prefix";

  /** Setting: number of threads that process; 1 unless set. */
  public static final String THREADS = "stream.threads";

  private static final Duration PAUSE_BEFORE_REPLACEMENT = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(StreamsComponent.class);

  /** Builds the application's topology. */
  @FunctionalInterface
  public interface TopologyBuilder {
    /**
     * Builds it.
     *
     * @param outputPrefix put before the name of every output topic
     * @param partitions number of partitions of the telemetry topic
     */
    Topology build(
        AvroSerdes serdes, String outputPrefix, int partitions, PrometheusMeterRegistry metrics);
  }

  private final String name;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AvroSerdes serdes;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics streamsMetrics;
  private final BrokerContact brokers;
  private final ThreadFailures failures = new ThreadFailures();
  private final OperationsServer operations;

  /**
   * Makes the component ready to start; what fails leaves nothing open.
   *
   * @param name short name: safety or usage
   * @param defaultPort port for metrics and health where {@code http.port} is not set
   * @param more names of topics that this application alone reads
   * @throws SettingException when a setting is missing or wrong
   */
  public StreamsComponent(
      String name, Settings settings, int defaultPort, List<String> more, TopologyBuilder builder) {
    this.name = name;
    ListenAddress address = ListenAddress.from(settings, defaultPort);
    Properties config = config(name, settings);
    config.putIfAbsent(
        CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
        InstanceId.keptIn(
            Path.of(config.getProperty(StreamsConfig.STATE_DIR_CONFIG)),
            config.getProperty(StreamsConfig.APPLICATION_ID_CONFIG)));
    int partitions = InputTopics.requireFit(settings, more);
    Opened opened = new Opened();
    try {
      serdes = opened.add(new AvroSerdes(registry(settings)));
      // Before the first meter, for those that are already there would not be filtered.
      metrics.config().meterFilter(new StoreTag());
      Topology topology =
          builder.build(serdes, settings.text(OUTPUT_PREFIX, ""), partitions, metrics);
      streams = opened.add(new KafkaStreams(topology, config));
      streams.setUncaughtExceptionHandler(this::replace);
      streamsMetrics = opened.add(new KafkaStreamsMetrics(streams));
      streamsMetrics.bindTo(metrics);
      brokers = new BrokerContact(() -> streams.metrics().values());
      operations = new OperationsServer(address, metrics, this::health);
    } catch (RuntimeException e) {
      opened.closeBecauseOf(e);
      throw e;
    }
  }

  /**
   * The application's id, by which brokers know its group and state.
   *
   * @param name short name: safety or usage
   */
  public static String applicationId(String name, Settings settings) {
    return settings.text("application.id", "clinic-" + name);
  }

  static Properties config(String name, Settings settings) {
    Properties config = new Properties();
    // What a person sets for Kafka comes first, what the promises rest on after it.
    Map<String, Object> kafka = settings.kafka();
    GroupMembership.addDefaults(kafka);
    config.putAll(kafka);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(name, settings));
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.text("state.dir", "state"));
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.integer(THREADS, 1, 1, 64));
    config.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
        settings.duration("commit.interval", Duration.ofMillis(100)).toMillis());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return config;
  }

  /**
   * One question to the registry must be over well before the transaction times out; {@link
   * RegistryPatience} asks again.
   */
  private static Map<String, Object> registry(Settings settings) {
    Map<String, Object> config = new HashMap<>(settings.serdes());
    config.putIfAbsent("http.connect.timeout.ms", 2_000);
    config.putIfAbsent("http.read.timeout.ms", 3_000);
    config.putIfAbsent("max.retries", 0);
    return config;
  }

  private StreamThreadExceptionResponse replace(Throwable failure) {
    LOG.error("a thread of {} failed and is replaced", name, failure);
    failures.add(failure);
    try {
      Thread.sleep(PAUSE_BEFORE_REPLACEMENT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /**
   * Starts to process. Returns before the first record.
   *
   * @throws LostStateException when what is kept on this machine cannot be opened; to be closed
   *     then
   */
  public void start() {
    try {
      streams.start();
    } catch (ProcessorStateException e) {
      LOG.warn("the local state of {} cannot be opened and is deleted", name, e);
      streams.close(CLOSE_TIMEOUT);
      streams.cleanUp();
      throw new LostStateException(name, e);
    }
  }

  /** How it is. */
  public Health health() {
    KafkaStreams.State state = streams.state();
    Optional<String> registry = serdes.registryTrouble();
    return brokers.judge(
        failures.judge(
            new Health(
                !state.hasCompletedShutdown(),
                state == KafkaStreams.State.RUNNING && registry.isEmpty(),
                "%s is %s".formatted(name, state) + registry.map(why -> "; " + why).orElse(""))));
  }

  /** The port of metrics and health. */
  public int port() {
    return operations.port();
  }

  /** The running streams, for what belongs to one application alone. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Serdes of the application. */
  public AvroSerdes serdes() {
    return serdes;
  }

  /**
   * Stops after the record at hand, commits, and leaves the group so that another takes over at
   * once.
   */
  @Override
  public void close() {
    operations.close();
    boolean stopped =
        streams.close(
            CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!stopped) {
      LOG.warn("{} did not stop within {} s", name, CLOSE_TIMEOUT.toSeconds());
    }
    streamsMetrics.close();
    serdes.close();
    metrics.close();
  }
}
