package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Numbers of rows in PostgreSQL.
 *
 * @param alerts rows of alerts
 * @param alertEvents rows of transitions of alerts
 * @param sessions rows of sessions
 * @param hours rows of hourly usage
 * @param days rows of daily usage
 */
record SinkRows(long alerts, long alertEvents, long sessions, long hours, long days) {

  static SinkRows count(Settings settings) throws SQLException {
    DatabaseSettings database = DatabaseSettings.from(settings);
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().orElse(null));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM alerts), (SELECT count(*) FROM alert_events),
                       (SELECT count(*) FROM sessions), (SELECT count(*) FROM usage_hourly),
                       (SELECT count(*) FROM usage_daily)""")) {
      row.next();
      return new SinkRows(
          row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
  }

  boolean equalTo(Outputs outputs) {
    return alerts == outputs.alerts().size()
        && alertEvents == outputs.alertEvents().size()
        && sessions == outputs.sessions().size()
        && hours == outputs.hours().size()
        && days == outputs.days().size();
  }
}
