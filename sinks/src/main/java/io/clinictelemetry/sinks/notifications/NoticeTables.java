package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.domain.notification.ClinicNotices;
import io.clinictelemetry.domain.notification.Flood;
import io.clinictelemetry.domain.notification.Message;
import io.clinictelemetry.domain.notification.Storm;
import io.clinictelemetry.domain.notification.Told;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is remembered of whom to tell, in the database. Every method is part of a transaction. */
final class NoticeTables {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> channels;

  /** Messages go to the channels of these names. */
  NoticeTables(List<String> channels) {
    this.channels = List.copyOf(channels);
  }

  /** A clinic's pace as it is kept. */
  record Pace(Map<Long, Map<String, Integer>> openings, boolean flood, Storm storm) {
    static final Pace NONE = new Pace(Map.of(), false, null);
  }

  /** When a notifier first ran on this database; now, if never. */
  static Instant bornAt(Handle handle, Instant now) {
    handle
        .createUpdate("INSERT INTO notifier (born_at) VALUES (:now) ON CONFLICT DO NOTHING")
        .bind("now", now)
        .execute();
    return handle.createQuery("SELECT born_at FROM notifier").mapTo(Instant.class).one();
  }

  /** The clinics of which something is due. */
  static List<String> due(Handle handle, Instant now) {
    return handle
        .createQuery(
            "SELECT clinic_id FROM notified_clinics WHERE due_at <= :now ORDER BY due_at LIMIT 100")
        .bind("now", now)
        .mapTo(String.class)
        .list();
  }

  /** The clinics with alerts that wait for the end of the log. */
  static List<String> dormant(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT clinic_id FROM notified_alerts WHERE place = 'DORMANT'")
        .mapTo(String.class)
        .list();
  }

  /** Holds the clinic for the transaction; answers its pace. */
  static Pace lock(Handle handle, String clinicId) {
    handle
        .createUpdate(
            "INSERT INTO notified_clinics (clinic_id, state) VALUES (:clinic, CAST(:none AS jsonb))"
                + " ON CONFLICT DO NOTHING")
        .bind("clinic", clinicId)
        .bind("none", write(Pace.NONE))
        .execute();
    return handle
        .createQuery("SELECT state FROM notified_clinics WHERE clinic_id = :clinic FOR UPDATE")
        .bind("clinic", clinicId)
        .map((row, context) -> read(row.getString(1), Pace.class))
        .one();
  }

  /** What was told of these alerts. */
  static List<Told> alerts(Handle handle, Collection<String> ids) {
    return handle
        .createQuery("SELECT * FROM notified_alerts WHERE alert_id = ANY (:ids)")
        .bindArray("ids", String.class, ids.toArray())
        .map((row, context) -> told(row))
        .list();
  }

  /** The clinic's alerts that wait to be told. */
  static List<Told> waiting(Handle handle, String clinicId, boolean dormant) {
    return handle
        .createQuery(
            "SELECT * FROM notified_alerts WHERE clinic_id = :clinic"
                + " AND (place = 'HELD' OR (place = 'DORMANT' AND :dormant))")
        .bind("clinic", clinicId)
        .bind("dormant", dormant)
        .map((row, context) -> told(row))
        .list();
  }

  /** When the clinic's next held alert is to be told. */
  static Optional<Instant> nextRelease(Handle handle, String clinicId) {
    return handle
        .createQuery(
            "SELECT release_at FROM notified_alerts WHERE clinic_id = :clinic AND place = 'HELD'"
                + " ORDER BY release_at LIMIT 1")
        .bind("clinic", clinicId)
        .mapTo(Instant.class)
        .findOne();
  }

  private static Told told(ResultSet row) throws SQLException {
    return new Told(
        row.getString("alert_id"),
        Told.Place.valueOf(row.getString("place")),
        row.getTimestamp("release_at").getTime(),
        row.getInt("version"),
        row.getBoolean("calls"),
        row.getString("rule"),
        row.getBoolean("high"),
        row.getTimestamp("triggered_at").getTime());
  }

  /**
   * Keeps what became of a clinic's alerts.
   *
   * @param contents of the alerts that something happened to, by id
   */
  static void keep(
      Handle handle,
      String clinicId,
      Collection<Told> alerts,
      Map<String, ObjectNode> contents,
      Instant now) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO notified_alerts (alert_id, clinic_id, place, release_at, version, calls,"
                + " rule, high, triggered_at, alert, changed_at) VALUES (:id, :clinic, :place,"
                + " :release, :version, :calls, :rule, :high, :triggered,"
                + " CAST(coalesce(:alert, '{}') AS jsonb), :now) ON CONFLICT (alert_id) DO UPDATE SET"
                + " place = excluded.place, release_at = excluded.release_at,"
                + " version = excluded.version, calls = excluded.calls,"
                + " changed_at = excluded.changed_at,"
                + " alert = CASE WHEN :alert IS NULL THEN notified_alerts.alert"
                + " ELSE excluded.alert END");
    for (Told told : alerts) {
      batch
          .bind("id", told.alertId())
          .bind("clinic", clinicId)
          .bind("place", told.place().name())
          .bind("release", Instant.ofEpochMilli(told.releaseAtMs()))
          .bind("version", told.version())
          .bind("calls", told.calls())
          .bind("rule", told.rule())
          .bind("high", told.high())
          .bind("triggered", Instant.ofEpochMilli(told.triggeredAtMs()))
          .bind(
              "alert",
              contents.containsKey(told.alertId()) ? contents.get(told.alertId()).toString() : null)
          .bind("now", now)
          .add();
    }
    if (!alerts.isEmpty()) {
      batch.execute();
    }
  }

  /** Keeps the clinic's pace and when something is due next. */
  static void keep(Handle handle, String clinicId, Flood flood, Optional<Storm> storm, long dueMs) {
    handle
        .createUpdate(
            "UPDATE notified_clinics SET state = CAST(:state AS jsonb), due_at = :due"
                + " WHERE clinic_id = :clinic")
        .bind("clinic", clinicId)
        .bind("state", write(new Pace(flood.bins(), flood.isOn(), storm.orElse(null))))
        .bind("due", dueMs == ClinicNotices.NEVER ? null : Instant.ofEpochMilli(dueMs))
        .execute();
  }

  /** The alert as it was last heard of. */
  static ObjectNode alert(Handle handle, String alertId) {
    return handle
        .createQuery("SELECT alert FROM notified_alerts WHERE alert_id = :id")
        .bind("id", alertId)
        .map((row, context) -> read(row.getString(1), ObjectNode.class))
        .one();
  }

  /** What is told of the storm is told anew wherever it is repeated. */
  static void renew(Handle handle, String key, ObjectNode content) {
    handle
        .createUpdate(
            "UPDATE notifications SET content = CAST(:content AS jsonb) WHERE key = :key AND firing")
        .bind("key", key)
        .bind("content", content.toString())
        .execute();
  }

  /** Writes a message for every channel. */
  void tell(
      Handle handle,
      String key,
      int version,
      Message.Event event,
      boolean firing,
      ObjectNode content) {
    handle
        .createUpdate(
            "INSERT INTO notifications (key, kind, firing, version, content)"
                + " VALUES (:key, :kind, :firing, :version, CAST(:content AS jsonb))"
                + " ON CONFLICT (key) DO UPDATE SET firing = excluded.firing,"
                + " version = excluded.version, content = excluded.content, changed_at = now()")
        .bind("key", key)
        .bind("kind", content.path("kind").asText())
        .bind("firing", firing)
        .bind("version", version)
        .bind("content", content.toString())
        .execute();
    for (String channel : channels) {
      handle
          .createUpdate(
              "INSERT INTO notification_deliveries (channel, key, version, event, firing, high,"
                  + " content) VALUES (:channel, :key, :version, :event, :firing, :high,"
                  + " CAST(:content AS jsonb))")
          .bind("channel", channel)
          .bind("key", key)
          .bind("version", version)
          .bind("event", event.name().toLowerCase(Locale.ROOT))
          .bind("firing", firing)
          .bind("high", "high".equals(content.path("severity").asText()))
          .bind("content", content.toString())
          .execute();
    }
  }

  /**
   * The version of the latest message about a key, and whether it fires; held for the transaction.
   */
  static Optional<Latest> latest(Handle handle, String key) {
    return handle
        .createQuery("SELECT version, firing FROM notifications WHERE key = :key FOR UPDATE")
        .bind("key", key)
        .map((row, context) -> new Latest(row.getInt(1), row.getBoolean(2)))
        .findOne();
  }

  /** The latest message about a key. */
  record Latest(int version, boolean firing) {}

  /** Forgets what is long over. */
  static int forget(Handle handle, Instant before) {
    int rows = 0;
    for (String statement :
        List.of(
            "DELETE FROM notified_alerts WHERE NOT calls AND changed_at < :before",
            "DELETE FROM notifications WHERE NOT firing AND changed_at < :before",
            "DELETE FROM notification_deliveries WHERE delivered_at < :before")) {
      rows += handle.createUpdate(statement).bind("before", before).execute();
    }
    return rows;
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record cannot be written as JSON", e);
    }
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds what this release cannot read", e);
    }
  }
}
