package io.clinictelemetry.contracts.operations;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Those who may use the HTTP servers, from a secret file with one {@code name:password} a line.
 *
 * <p>Only digests are kept, and no message holds what a line says.
 */
public final class Users {

  /** Setting of the file. */
  public static final String FILE = "http.users.file";

  private static final int SHORTEST_PASSWORD = 12;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final String SCHEME = "Basic ";
  private static final String REMEDY =
      "give a file with one name:password on each line, the password of at least %d characters"
          .formatted(SHORTEST_PASSWORD);

  private final Map<String, byte[]> digests;

  private Users(Map<String, byte[]> digests) {
    this.digests = digests;
  }

  /**
   * Reads the file that {@value #FILE} names; empty when the setting is not there.
   *
   * @throws SettingException when the file cannot be read, names nobody, or has a line that is
   *     wrong
   */
  public static Optional<Users> from(Settings settings) {
    return settings.find(FILE).map(Users::read);
  }

  private static Users read(String file) {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    int number = 0;
    for (String raw : lines(file)) {
      number++;
      String line = raw.strip();
      if (!line.isEmpty()
          && !line.startsWith("#")
          && byName.put(name(file, number, line), digest(line)) != null) {
        throw wrongLine(file, number, "has a name that an earlier line has; names are unique");
      }
    }
    if (byName.isEmpty()) {
      throw new SettingException(FILE, file, "names nobody; " + REMEDY);
    }
    return new Users(Collections.unmodifiableMap(byName));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new SettingException(
          FILE, file, "cannot be read (%s); %s".formatted(e.getClass().getSimpleName(), REMEDY));
    }
  }

  private static String name(String file, int number, String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw wrongLine(file, number, "has no colon; write name:password");
    }
    String name = line.substring(0, colon);
    if (!NAME.matcher(name).matches()) {
      throw wrongLine(
          file,
          number,
          "has a wrong name; take 1 to 64 letters, digits and . _ @ - before the colon");
    }
    if (line.length() - colon - 1 < SHORTEST_PASSWORD) {
      throw wrongLine(
          file,
          number,
          "has a password that is too short; take at least %d characters"
              .formatted(SHORTEST_PASSWORD));
    }
    return name;
  }

  private static SettingException wrongLine(String file, int number, String what) {
    return new SettingException(FILE, file, "line %d %s".formatted(number, what));
  }

  /**
   * Which of them a request comes from; empty for none. How long the answer takes tells nothing
   * about names and passwords.
   *
   * @param authorization the request's header of that name; null when it has none
   */
  Optional<String> find(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] presented;
    try {
      presented =
          digest(Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Optional<String> found = Optional.empty();
    for (Map.Entry<String, byte[]> user : digests.entrySet()) {
      if (MessageDigest.isEqual(user.getValue(), presented)) {
        found = Optional.of(user.getKey());
      }
    }
    return found;
  }

  private static byte[] digest(String line) {
    return digest(line.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] digest(byte[] nameAndPassword) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(nameAndPassword);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "%d users".formatted(digests.size());
  }
}
