package io.clinictelemetry.standalone.embedded;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import java.util.Map;
import java.util.Optional;

/** The three servers that a pipeline stands on: a Kafka broker, a schema registry, PostgreSQL. */
public interface Servers extends AutoCloseable {

  /**
   * Starts all three and returns when all are ready. To be called once, before any other method but
   * {@link #close()}.
   *
   * @throws RuntimeException when one does not start, or on interrupt (which stays set); nothing is
   *     left running
   */
  void start();

  /** What Kafka clients connect to, for instance {@code 127.0.0.1:9092}. */
  String bootstrapServers();

  /** What {@code schema.registry.url} must be set to. */
  String registryUrl();

  /** The JDBC URL of an empty database that {@link #user()} owns. */
  String jdbcUrl();

  /** The user to connect to PostgreSQL as; there is no password. */
  String user();

  /** The settings by which a component finds the servers, as a person writes them into a file. */
  default Map<String, String> properties() {
    return Map.of(
        Settings.BOOTSTRAP_SERVERS,
        bootstrapServers(),
        "schema.registry.url",
        registryUrl(),
        DatabaseSettings.URL,
        jdbcUrl(),
        DatabaseSettings.USER,
        user());
  }

  /** Why a server gave up by itself since it was started, as far as this can be seen. */
  Optional<String> fault();

  /** Stops all three and waits for them. Repeated calls do nothing. */
  @Override
  void close();
}
