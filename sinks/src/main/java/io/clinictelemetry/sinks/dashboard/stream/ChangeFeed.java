package io.clinictelemetry.sinks.dashboard.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.sinks.dashboard.api.AlertQueries;
import io.clinictelemetry.sinks.dashboard.api.AlertView;
import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.Trouble;
import io.clinictelemetry.sinks.pipeline.Follower;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes each change of an alert. PostgreSQL's notifications say when to look; what changed is
 * read by the number of the change, so that a lost notification delays and loses nothing.
 */
public final class ChangeFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final String CHANNEL = "clinic_changes";

  /** Looks without a notification this often, and tries again this long after a failure. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int PAGE = 200;

  private final Database database;
  private final AlertQueries alerts;
  private final ObjectMapper json;
  private final StreamHub hub;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Follower follower = new Follower("change-feed", this::run);
  private volatile Optional<String> trouble = Optional.of(Trouble.AWAY.detail());
  private OptionalLong last = OptionalLong.empty();

  /** Publishes to the hub what the queries find. */
  public ChangeFeed(Database database, AlertQueries alerts, ObjectMapper json, StreamHub hub) {
    this.database = database;
    this.alerts = alerts;
    this.json = json;
    this.hub = hub;
  }

  /** Begins, on a thread of its own; it goes on trying while the database does not answer. */
  public void start() {
    follower.start();
  }

  /** Why it does not go on; empty while it does. */
  public Optional<String> failure() {
    return follower.failure();
  }

  /** What is wrong with the database, for people; empty while it answers. */
  public Optional<String> trouble() {
    return trouble;
  }

  private void run() throws InterruptedException {
    do {
      follow();
    } while (!stopping.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void follow() {
    try (Connection connection = database.openDedicated();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
      while (stopping.getCount() > 0) {
        publishNew();
        trouble = Optional.empty();
        connection
            .unwrap(PGConnection.class)
            .getNotifications(Math.toIntExact(PATIENCE.toMillis()));
      }
    } catch (SQLException | JdbiException e) {
      trouble = Optional.of(Trouble.of(e).detail());
      LOG.warn("Cannot follow the alerts, trying again; reason={}", Causes.reason(e));
      LOG.debug("The failure", e);
    }
  }

  private void publishNew() {
    if (last.isEmpty()) {
      last = OptionalLong.of(alerts.latestChange());
    }
    List<AlertView> page;
    do {
      page = alerts.changedAfter(last.getAsLong(), PAGE);
      for (AlertView alert : page) {
        hub.publish(message(alert, json));
        last = OptionalLong.of(alert.change());
      }
    } while (page.size() == PAGE);
  }

  static Message message(AlertView alert, ObjectMapper json) {
    try {
      return new Message("alert", OptionalLong.of(alert.change()), json.writeValueAsString(alert));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an alert cannot be written as JSON", e);
    }
  }

  /** Stops and waits for it. Doing it again does nothing. */
  @Override
  public void close() {
    stopping.countDown();
    follower.join();
  }
}
