package io.clinictelemetry.standalone.harness.servers;

import io.clinictelemetry.standalone.embedded.EmbeddedDatabase;
import io.clinictelemetry.standalone.embedded.EmbeddedRegistry;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import io.clinictelemetry.standalone.embedded.Servers;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The servers of a pipeline as processes that can be broken. They are never containers, because
 * signals are sent to them.
 */
public final class BreakableServers implements Servers {

  private final BrokerCluster brokers;
  private final EmbeddedRegistry registry;
  private final EmbeddedDatabase database;

  /**
   * Chooses free ports; starts nothing yet.
   *
   * @param directory for all that they keep
   * @param brokers 1, or 3 with as many copies of each partition
   */
  public BreakableServers(Path directory, int brokers) {
    Path home = EmbeddedStackOptions.homeOfThisJvm();
    this.brokers = new BrokerCluster(directory, brokers);
    registry =
        new EmbeddedRegistry(
            home.resolve("registry"),
            directory.resolve("registry"),
            directory.resolve("registry.log"),
            0);
    database =
        new EmbeddedDatabase(
            home.resolve("postgres"),
            directory.resolve("postgres"),
            directory.resolve("postgres.log"),
            0);
  }

  @Override
  public void start() {
    try {
      brokers.start();
      registry.start();
      database.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The brokers. */
  public BrokerCluster brokers() {
    return brokers;
  }

  /** The only broker, where there is one. */
  public BrokerProcess broker() {
    if (brokers.nodes().size() != 1) {
      throw new IllegalStateException("there are several brokers: choose one of brokers()");
    }
    return brokers.node(1);
  }

  /** The registry; close it and start it as often as wanted. */
  public EmbeddedRegistry registry() {
    return registry;
  }

  /** The database; close it and start it as often as wanted. */
  public EmbeddedDatabase database() {
    return database;
  }

  @Override
  public String bootstrapServers() {
    return brokers.bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  @Override
  public String jdbcUrl() {
    return database.jdbcUrl();
  }

  @Override
  public String user() {
    return database.user();
  }

  @Override
  public Optional<String> fault() {
    return brokers.nodes().stream()
        .filter(node -> !node.isAlive())
        .map(node -> "Kafka node %d does not run".formatted(node.id()))
        .findFirst();
  }

  @Override
  public void close() {
    database.close();
    registry.close();
    brokers.close();
  }
}
