package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.sinks.notifications.Channel.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The messages that wait for one channel. Who takes some out has them for {@link #LEASE}; what is
 * not marked as delivered by then is taken again, by whomever. All times are the database's.
 */
final class Outbox {

  /** Longer than an attempt can take. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration LONGEST_WAIT_AWAY = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT_REFUSED = Duration.ofMinutes(10);

  private final Jdbi jdbi;
  private final Channel channel;

  Outbox(Jdbi jdbi, Channel channel) {
    this.jdbi = jdbi;
    this.channel = channel;
  }

  /**
   * Takes messages that are due: of each key the earliest, those of high priority first. One that
   * says that nobody is needed waits for {@link Channel#apart} after the one before it.
   */
  List<Delivery> take() {
    return jdbi.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    UPDATE notification_deliveries AS d
                    SET attempts = attempts + 1,
                        next_attempt_at = clock_timestamp() + make_interval(secs => :lease)
                    WHERE (channel, key, version) IN (
                      SELECT channel, key, version FROM notification_deliveries AS w
                      WHERE channel = :channel AND delivered_at IS NULL
                        AND next_attempt_at <= clock_timestamp()
                        AND NOT EXISTS (
                          SELECT 1 FROM notification_deliveries AS e
                          WHERE e.channel = w.channel AND e.key = w.key AND e.version < w.version
                            AND (e.delivered_at IS NULL OR (NOT w.firing AND e.firing
                              AND e.delivered_at > clock_timestamp() - make_interval(secs => :apart))))
                      ORDER BY high DESC, created_at, key
                      LIMIT :most FOR UPDATE SKIP LOCKED)
                    RETURNING d.*""")
                .bind("lease", LEASE.toSeconds())
                .bind("apart", channel.apart().toSeconds())
                .bind("channel", channel.name())
                .bind("most", channel.batch())
                .map((row, context) -> delivery(row))
                .list());
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getString("key"),
        row.getInt("version"),
        row.getString("event"),
        row.getBoolean("firing"),
        NoticeTables.read(row.getString("content"), ObjectNode.class),
        row.getTimestamp("created_at").toInstant(),
        row.getInt("attempts"));
  }

  /** The channel took them. */
  void delivered(List<Delivery> messages) {
    each(
        messages,
        "UPDATE notification_deliveries SET delivered_at = clock_timestamp(), last_error = NULL"
            + " WHERE channel = :channel AND key = :key AND version = :version"
            + " AND delivered_at IS NULL",
        (batch, message) -> {});
  }

  /** It did not; they are tried again, each time later. */
  void failed(List<Delivery> messages, Channel.Answer answer) {
    each(
        messages,
        "UPDATE notification_deliveries SET last_error = :error,"
            + " next_attempt_at = clock_timestamp() + make_interval(secs => :wait)"
            + " WHERE channel = :channel AND key = :key AND version = :version"
            + " AND delivered_at IS NULL",
        (batch, message) ->
            batch
                .bind("error", answer.detail())
                .bind("wait", wait(message.attempts(), answer.outcome()).toSeconds()));
  }

  /** Each time twice as long, from 1 s. */
  static Duration wait(int attempts, Outcome outcome) {
    Duration longest = outcome == Outcome.AWAY ? LONGEST_WAIT_AWAY : LONGEST_WAIT_REFUSED;
    Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, 20));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  private interface Binding {
    void bind(PreparedBatch batch, Delivery message);
  }

  private void each(List<Delivery> messages, String statement, Binding binding) {
    jdbi.useTransaction(
        handle -> {
          PreparedBatch batch = handle.prepareBatch(statement);
          for (Delivery message : messages) {
            batch
                .bind("channel", channel.name())
                .bind("key", message.key())
                .bind("version", message.version());
            binding.bind(batch, message);
            batch.add();
          }
          batch.execute();
        });
  }

  /** What fires now, after a key and in the order of keys; at most as many as the channel takes. */
  List<Delivery> firingAfter(String key) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT key, version, 'opened' AS event, firing, content,"
                        + " changed_at AS created_at, 1 AS attempts FROM notifications"
                        + " WHERE firing AND key > :key ORDER BY key LIMIT :most")
                .bind("key", key)
                .bind("most", channel.batch())
                .map((row, context) -> delivery(row))
                .list());
  }

  /** How many wait, and for how long the oldest of them, s. */
  Waiting waiting() {
    return jdbi.withHandle(this::waiting);
  }

  private Waiting waiting(Handle handle) {
    return handle
        .createQuery(
            "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)"
                + " FROM notification_deliveries WHERE channel = :channel AND delivered_at IS NULL")
        .bind("channel", channel.name())
        .map((row, context) -> new Waiting(row.getLong(1), row.getDouble(2)))
        .one();
  }

  /** How many messages wait, and for how long the oldest of them, s; 0 where none does. */
  record Waiting(long messages, double oldestSeconds) {}
}
