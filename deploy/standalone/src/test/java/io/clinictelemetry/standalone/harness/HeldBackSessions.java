package io.clinictelemetry.standalone.harness;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Holds a sink's transaction at a chosen moment, so that a test finds and pauses the sink there:
 * triggers on {@code sink_offsets} make the sessions that are to be held wait for a lock.
 */
public final class HeldBackSessions implements AutoCloseable {

  /** Where a transaction can be held. */
  public enum Moment {
    /** It has locked nothing yet. */
    BEFORE,
    /** It has locked the place of a partition. */
    AFTER
  }

  private static final String SINKS =
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'clinic-postgres-sink'";

  private static final List<String> TRIGGERS =
      List.of(
          "CREATE TABLE held_back (pid integer, moment text)",
          """
          CREATE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF EXISTS (SELECT FROM held_back
                       WHERE pid = pg_backend_pid() AND moment = TG_WHEN) THEN
              PERFORM pg_advisory_xact_lock_shared(1);
            END IF;
            RETURN NULL;
          END $$""",
          """
          CREATE TRIGGER hold_before BEFORE UPDATE ON sink_offsets
          FOR EACH STATEMENT EXECUTE FUNCTION hold_back()""",
          """
          CREATE TRIGGER hold_after AFTER UPDATE ON sink_offsets
          FOR EACH STATEMENT EXECUTE FUNCTION hold_back()""");

  private final TestCluster cluster;
  private final Connection connection;
  private final Statement statement;

  /** Prepares the database; holds nothing yet. */
  public HeldBackSessions(TestCluster cluster) throws SQLException {
    this.cluster = cluster;
    connection = cluster.databases().connect(cluster.databaseUrl());
    statement = connection.createStatement();
    for (String trigger : TRIGGERS) {
      statement.execute(trigger);
    }
  }

  /** The sessions of all sinks that run now. */
  public List<String> ofSinks() throws SQLException {
    return cluster.databases().rows(cluster.databaseUrl(), SINKS).stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** Holds the next of these sessions that comes to the moment, and returns when one is held. */
  public void hold(List<String> sessions, Moment moment) throws SQLException {
    statement.execute("SELECT pg_advisory_lock(1)");
    statement.execute(
        "INSERT INTO held_back VALUES "
            + sessions.stream()
                .map(pid -> "(%s, '%s')".formatted(pid, moment))
                .collect(Collectors.joining(", ")));
    awaitPatiently()
        .alias("a write is held back")
        .until(() -> isAny(sessions, "wait_event_type = 'Lock' AND wait_event = 'advisory'"));
  }

  /** Whether one of the sessions stands in a transaction, with nothing to do for the server. */
  public boolean standsInTransaction(List<String> sessions) throws SQLException {
    return isAny(sessions, "state = 'idle in transaction'");
  }

  private boolean isAny(List<String> sessions, String condition) throws SQLException {
    return !cluster
        .databases()
        .rows(
            cluster.databaseUrl(),
            "SELECT pid FROM pg_stat_activity WHERE pid IN (%s) AND %s"
                .formatted(String.join(", ", sessions), condition))
        .isEmpty();
  }

  /** Lets the held session go on; none is held from now on. */
  public void release() throws SQLException {
    statement.execute("DELETE FROM held_back");
    statement.execute("SELECT pg_advisory_unlock(1)");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
