package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * A server that was started, kept in a file beside its data from start to stop: what is still there
 * at the next start tells of a server that nobody stopped.
 *
 * @param name as it reads in "ended PostgreSQL"
 * @param process which process it is
 */
record ServerRecord(String name, ProcessIdentity process) {

  static final String ENDING = ".process";

  /** The file for the server whose data is in {@code dataDirectory}. */
  static Path fileBeside(Path dataDirectory) {
    return dataDirectory.resolveSibling(dataDirectory.getFileName() + ENDING);
  }

  /**
   * What a file says; empty when there is none.
   *
   * @throws EmbeddedStartException when it says something else
   */
  static Optional<ServerRecord> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    }
    String pid = values.getProperty("pid", "");
    String started = values.getProperty("started");
    String name = values.getProperty("name");
    if (!pid.matches("[1-9][0-9]{0,17}") || started == null || name == null) {
      throw new EmbeddedStartException(
          "%s does not name a server by name, pid and started: delete it when none of its servers runs any more."
              .formatted(file));
    }
    return Optional.of(new ServerRecord(name, new ProcessIdentity(Long.parseLong(pid), started)));
  }

  /** Writes it whole or not at all, whatever happens meanwhile. */
  void write(Path file) throws IOException {
    Properties values = new Properties();
    values.setProperty("name", name);
    values.setProperty("pid", Long.toString(process.pid()));
    values.setProperty("started", process.started());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      values.store(writer, "Started on the data beside this; removed when it is stopped.");
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
