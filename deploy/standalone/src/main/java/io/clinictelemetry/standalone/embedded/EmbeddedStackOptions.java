package io.clinictelemetry.standalone.embedded;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and on which ports an {@link EmbeddedStack} runs.
 *
 * @param dataDirectory holds all data and logs; created when missing, kept when closed, and can be
 *     started on again
 * @param home the distribution: {@code registry/} in it holds the unpacked registry server, and
 *     {@code postgres/} the PostgreSQL programs, unpacked on the first start
 * @param kafkaPort Kafka's client port, 0 for any free one
 * @param registryPort the schema registry's HTTP port, 0 for any free one
 * @param postgresPort PostgreSQL's port, 0 for any free one
 */
public record EmbeddedStackOptions(
    Path dataDirectory, Path home, int kafkaPort, int registryPort, int postgresPort) {

  /** Names the distribution directory; the {@code clinic} script sets it. */
  public static final String HOME_PROPERTY = "clinic.home";

  /** Paths are made absolute: the servers have working directories of their own. */
  public EmbeddedStackOptions {
    dataDirectory = Objects.requireNonNull(dataDirectory, "dataDirectory").toAbsolutePath();
    home = Objects.requireNonNull(home, "home").toAbsolutePath();
  }

  /** The distribution of this JVM, on free ports. */
  public static EmbeddedStackOptions onFreePorts(Path dataDirectory) {
    return new EmbeddedStackOptions(dataDirectory, homeOfThisJvm(), 0, 0, 0);
  }

  /**
   * The distribution directory that this JVM was started from.
   *
   * @throws EmbeddedStartException when the system property {@value #HOME_PROPERTY} is not set
   */
  public static Path homeOfThisJvm() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new EmbeddedStartException(
          "The system property %s is not set: start through ./clinic, or set it to the directory that holds registry/."
              .formatted(HOME_PROPERTY));
    }
    return Path.of(home);
  }
}
