package io.clinictelemetry.streams.safety;

import io.clinictelemetry.contracts.operations.Health;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.streams.shared.PolicyRecords;
import io.clinictelemetry.streams.shared.StreamsComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The safety application as a component.
 *
 * <p>Settings: {@code kafka.bootstrap.servers}, {@code schema.registry.url}, {@code application.id}
 * ({@code clinic-safety}), {@code state.dir} ({@code state}), {@code stream.threads} (1), {@code
 * commit.interval} (100 ms: it is part of the alert latency), {@code session.timeout} (5 min),
 * {@code limits.people} (1), {@code output.topic.prefix} (empty), {@code http.host}, {@code
 * http.port} (9101).
 */
public final class SafetyApplication implements AutoCloseable {

  private static final int DEFAULT_PORT = 9101;
  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(5);

  private final StreamsComponent component;
  private final Optional<TickWriter> ticks;

  /**
   * Makes the application ready to start.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when a setting is missing or
   *     wrong
   */
  public SafetyApplication(Settings settings) {
    Duration sessionTimeout = sessionTimeout(settings);
    int people = PolicyRecords.people(settings);
    component =
        new StreamsComponent(
            "safety",
            settings,
            DEFAULT_PORT,
            List.of(),
            (serdes, prefix, partitions, metrics) ->
                SafetyTopology.build(serdes, prefix, partitions, sessionTimeout, people, metrics));
    // A replay sees the ticks of the log; new ones would change what it replays.
    boolean live = settings.text(StreamsComponent.OUTPUT_PREFIX, "").isEmpty();
    try {
      ticks = live ? Optional.of(tickWriter(settings)) : Optional.empty();
    } catch (RuntimeException e) {
      component.close();
      throw e;
    }
  }

  /** Log clock without an event of a session after which it counts as over. */
  static Duration sessionTimeout(Settings settings) {
    return settings.duration("session.timeout", SESSION_TIMEOUT);
  }

  private TickWriter tickWriter(Settings settings) {
    return new TickWriter(
        settings.kafka(), component.serdes(), component.streams(), UUID.randomUUID().toString());
  }

  /** Starts to process. Returns before the first record. */
  public void start() {
    component.start();
    ticks.ifPresent(TickWriter::start);
  }

  /** Appends no more ticks, so that the log comes to an end; everything else goes on. */
  public void stopTicks() {
    ticks.ifPresent(TickWriter::close);
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
    ticks.ifPresent(TickWriter::close);
    component.close();
  }
}
