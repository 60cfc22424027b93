package io.clinictelemetry.sinks;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for all tests of this JVM; each test gets a database of its own in it. */
public final class TestDatabase {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /** The server, started once and stopped when the JVM ends. */
  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Settings of a new, empty database. */
  public static Map<String, String> settings() {
    String name = "test_" + NUMBER.incrementAndGet();
    Database admin = new Database(DatabaseSettings.from(Settings.of(named("postgres"))), "tests");
    try (admin) {
      admin.jdbi().useHandle(handle -> handle.execute("CREATE DATABASE " + name));
    }
    return named(name);
  }

  private static Map<String, String> named(String database) {
    return Map.of(
        DatabaseSettings.URL,
        Server.POSTGRES.getJdbcUrl("postgres", database),
        DatabaseSettings.USER,
        "postgres");
  }

  /** A new database with the tables in it; the caller closes it. */
  public static Database migrated() {
    Database database = new Database(DatabaseSettings.from(Settings.of(settings())), "tests");
    database.migrate();
    return database;
  }
}
