package io.clinictelemetry.standalone.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The databases of a PostgreSQL server, as a test looks into them.
 *
 * @param url of the first one
 * @param user who owns all, without a password
 */
public record TestDatabases(String url, String user) {

  /** Makes an empty database beside the first one, and returns its URL. */
  public String create(String name) throws SQLException {
    execute(url, "CREATE DATABASE " + name);
    return url.replaceFirst("/[^/?]*($|\\?)", "/" + name + "$1");
  }

  /** The rows of a query, each as a list of texts. */
  public List<List<String>> rows(String database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Changes a database. */
  public void execute(String database, String command) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** A connection to a database, which the caller closes. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(database, user, null);
  }
}
