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

  /** A database with the tables in it, made once and copied: quicker than many migrations. */
  private static final class Template {
    private static final String NAME = create();

    private static String create() {
      String name = "with_tables";
      execute("CREATE DATABASE " + name);
      try (Database database = open(name)) {
        database.migrate();
      }
      return name;
    }
  }

  /** Settings of a new database with the tables in it and no rows. */
  public static Map<String, String> settings() {
    String name = "test_" + NUMBER.incrementAndGet();
    execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, Template.NAME));
    return named(name);
  }

  private static void execute(String sql) {
    try (Database admin = open("postgres")) {
      admin.jdbi().useHandle(handle -> handle.execute(sql));
    }
  }

  private static Database open(String name) {
    return new Database(DatabaseSettings.from(Settings.of(named(name))), "tests");
  }

  private static Map<String, String> named(String database) {
    return Map.of(
        DatabaseSettings.URL,
        Server.POSTGRES.getJdbcUrl("postgres", database),
        DatabaseSettings.USER,
        "postgres");
  }

  /** A new database with the tables in it and no rows; the caller closes it. */
  public static Database create() {
    return new Database(DatabaseSettings.from(Settings.of(settings())), "tests");
  }
}
