package io.clinictelemetry.sinks.database;

import java.sql.SQLException;

/** What is wrong with a database that did not do what it was asked, and what to do about it. */
public enum Trouble {
  /** No connection, or no answer in time. */
  AWAY("the database does not answer", ""),
  /** Tables, columns or functions of this release are not there. */
  NO_TABLES(
      "the database has not the tables of this release; run the sink of this release once, which prepares them",
      "42P01|42703|42883|3F000"),
  /** The server has no connection left. */
  FULL(
      "the database takes no more connections; raise its max_connections, or lower database.connections.max",
      "53300"),
  /** The server does not let this role in, or has no such database. */
  REFUSED(
      "the database refuses this role; check database.url, database.user and database.password.file",
      "28000|28P01|3D000|42501");

  private final String detail;

  /** A regular expression of the SQL states that tell of it. */
  private final String sqlStates;

  Trouble(String detail, String sqlStates) {
    this.detail = detail;
    this.sqlStates = sqlStates;
  }

  /** One sentence for people: what is wrong and, where a person must act, what to do. */
  public String detail() {
    return detail;
  }

  /** The trouble that a failure tells of. */
  public static Trouble of(Throwable failure) {
    String state = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    for (Trouble trouble : values()) {
      if (!state.isEmpty() && state.matches(trouble.sqlStates)) {
        return trouble;
      }
    }
    return AWAY;
  }
}
