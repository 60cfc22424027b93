package io.clinictelemetry.sinks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.clinictelemetry.contracts.settings.SettingException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.array.SqlArrayTypes;

/** A pool of connections to one PostgreSQL database. */
public final class Database implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

  /**
   * A process that stands still, or whose machine is gone, must not keep rows locked: whoever took
   * its place needs them.
   */
  private static final Duration STANDSTILL_TIMEOUT = Duration.ofSeconds(10);

  private final DatabaseSettings settings;
  private final String application;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  /**
   * Makes the pool. It connects when first used, so that a component can start before its database
   * does.
   *
   * @param application name that the database shows for these connections
   */
  public Database(DatabaseSettings settings, String application) {
    this.settings = settings;
    this.application = application;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(properties());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setValidationTimeout(CONNECT_TIMEOUT.toMillis() / 2);
    config.setInitializationFailTimeout(-1);
    config.setPoolName(application);
    pool = new HikariDataSource(config);
    jdbi = Jdbi.create(pool);
    jdbi.configure(SqlArrayTypes.class, types -> types.register(String.class, "text"));
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    settings.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("reWriteBatchedInserts", "true");
    // Else messages of failed statements carry the values of the rows.
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    // The server gives up first, so that a slow statement ends with its own message.
    properties.setProperty("socketTimeout", Long.toString(STATEMENT_TIMEOUT.toSeconds() + 10));
    properties.setProperty(
        "options",
        // Compiling a query takes longer than any of these takes.
        "-c jit=off -c statement_timeout=%d -c idle_in_transaction_session_timeout=%d"
            .formatted(STATEMENT_TIMEOUT.toMillis(), STANDSTILL_TIMEOUT.toMillis()));
    return properties;
  }

  /**
   * Brings the tables to this version's shape. Safe when several components do it at once.
   *
   * @throws SettingException when the database does not answer or does not let this role do it
   */
  public void migrate() {
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .connectRetries(0)
          // Else the one connection stands in a transaction, for the lock, while another migrates.
          .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
          .load()
          .migrate();
    } catch (FlywayException e) {
      SettingException clear =
          new SettingException(
              DatabaseSettings.URL,
              settings.toString(),
              "the tables cannot be prepared (%s); see that the server runs, that %s and %s are right, and that the role owns the database"
                  .formatted(
                      Causes.reason(e), DatabaseSettings.USER, DatabaseSettings.PASSWORD_FILE));
      clear.addSuppressed(e);
      throw clear;
    }
  }

  /** Queries and transactions. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * Opens a connection of its own, outside the pool, for one who listens for long. The caller
   * closes it.
   *
   * @throws SQLException when the database does not answer
   */
  public Connection openDedicated() throws SQLException {
    return DriverManager.getConnection(settings.url(), properties());
  }

  /** Where the database is, fit for messages. */
  public String address() {
    return settings.address();
  }

  @Override
  public void close() {
    pool.close();
  }
}
