package io.clinictelemetry.streams.usage;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.shared.StreamsComponent;
import java.time.Duration;
import java.util.List;

/**
 * The usage application as a component.
 *
 * <p>Settings: {@code kafka.bootstrap.servers}, {@code schema.registry.url}, {@code application.id}
 * ({@code clinic-usage}), {@code state.dir} ({@code state}), {@code stream.threads} (1), {@code
 * commit.interval} (100 ms), {@code session.timeout} (5 min), {@code publish.interval} (5 s),
 * {@code usage.retention} (35 d), {@code output.topic.prefix} (empty), {@code http.host}, {@code
 * http.port} (9102).
 */
public final class UsageApplication implements AutoCloseable {

  private static final String NAME = "usage";
  private static final int DEFAULT_PORT = 9102;
  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(5);
  private static final Duration RETENTION = Duration.ofDays(35);

  private final StreamsComponent component;

  /**
   * Makes the application ready to start.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when a setting is missing or
   *     wrong
   */
  public UsageApplication(Settings settings) {
    Duration sessionTimeout = settings.duration("session.timeout", SESSION_TIMEOUT);
    Duration publishInterval = publishInterval(settings);
    Duration retention = settings.duration("usage.retention", RETENTION);
    component =
        new StreamsComponent(
            NAME,
            settings,
            DEFAULT_PORT,
            List.of(
                TopicCatalogue.SERVICE_EVENTS.name(),
                settings.text(StreamsComponent.OUTPUT_PREFIX, "")
                    + TopicCatalogue.USAGE_CORRECTIONS.name()),
            (serdes, prefix, partitions, metrics) ->
                UsageTopology.build(
                    serdes,
                    prefix,
                    partitions,
                    sessionTimeout,
                    publishInterval,
                    retention,
                    metrics));
  }

  /** The application's id with these settings. */
  public static String id(Settings settings) {
    return StreamsComponent.applicationId(NAME, settings);
  }

  /** Log clock from what happened to its publication, at most. */
  public static Duration publishedWithin(Settings settings) {
    Duration signs = Duration.ofMillis(UsageLogic.SIGNS_INTERVAL_MS);
    Duration rest = publishInterval(settings);
    return signs.compareTo(rest) > 0 ? signs : rest;
  }

  private static Duration publishInterval(Settings settings) {
    return settings.duration("publish.interval", PUBLISH_INTERVAL);
  }

  /** Starts to process. Returns before the first record. */
  public void start() {
    component.start();
  }

  /** How it is. */
  public Health health() {
    return component.health();
  }

  /** The port of metrics and health. */
  public int port() {
    return component.port();
  }

  @Override
  public void close() {
    component.close();
  }
}
