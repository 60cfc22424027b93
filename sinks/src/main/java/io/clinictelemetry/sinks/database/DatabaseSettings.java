package io.clinictelemetry.sinks.database;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the database is and who asks.
 *
 * @param url JDBC address, {@code jdbc:postgresql://host:port/name}
 * @param user name of the database role
 * @param password the role's password; empty when the server asks for none
 * @param connections largest number of connections that are held at a time
 */
public record DatabaseSettings(
    String url, String user, Optional<String> password, int connections) {

  /** Setting of the JDBC address. */
  public static final String URL = "database.url";

  /** Setting of the database role. */
  public static final String USER = "database.user";

  /** Setting of the password itself; better set {@link #PASSWORD_FILE}. */
  public static final String PASSWORD = "database.password";

  /** Setting of a file that holds the password and nothing else. */
  public static final String PASSWORD_FILE = "database.password.file";

  /** Setting of the largest number of connections. */
  public static final String CONNECTIONS = "database.connections.max";

  private static final String SCHEME = "jdbc:postgresql:";

  /**
   * Reads the settings.
   *
   * @throws SettingException when one is missing or wrong
   */
  public static DatabaseSettings from(Settings settings) {
    String remedy = "give " + SCHEME + "//HOST:PORT/DATABASE";
    String url = settings.required(URL, remedy);
    if (!url.startsWith(SCHEME)) {
      throw new SettingException(URL, withoutOptions(url), remedy);
    }
    return new DatabaseSettings(
        url,
        settings.required(USER, "give the name of a database role"),
        settings.find(PASSWORD_FILE).map(DatabaseSettings::read).or(() -> settings.find(PASSWORD)),
        settings.integer(CONNECTIONS, 6, 2, 200));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new SettingException(
          PASSWORD_FILE, file, "cannot be read; give a file that holds the password");
    }
  }

  /** The address without its options, which may hold a password: fit for messages. */
  public String address() {
    return withoutOptions(url);
  }

  private static String withoutOptions(String url) {
    int question = url.indexOf('?');
    return question < 0 ? url : url.substring(0, question);
  }

  @Override
  public String toString() {
    return "%s as %s".formatted(address(), user);
  }
}
