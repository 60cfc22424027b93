package io.clinictelemetry.standalone.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL server as a child process, with one database and one user, both {@value #NAME}.
 *
 * <p>There is no password: whoever can reach 127.0.0.1 may connect. Commits survive the death of
 * any process, but not a power failure, because the server does not wait for the disk.
 */
public final class EmbeddedDatabase implements EmbeddedServer {

  private static final String NAME = "clinic";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Path programs;
  private final Path dataDirectory;
  private final Path log;
  private final int port;
  private GuardedProcess process;

  /**
   * @param programs where PostgreSQL's programs are unpacked to, if they are not there yet
   * @param dataDirectory set up on the first start, and started on again when kept
   * @param log receives what the server prints
   * @param port on 127.0.0.1, 0 for any free one
   * @throws PortInUseException when the port is taken
   */
  public EmbeddedDatabase(Path programs, Path dataDirectory, Path log, int port) {
    this.programs = programs.toAbsolutePath();
    this.dataDirectory = dataDirectory.toAbsolutePath();
    this.log = log.toAbsolutePath();
    this.port = StackPort.POSTGRES.resolve(port);
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public void start() {
    try {
      PostgresPrograms postgres = PostgresPrograms.in(programs);
      initialise(postgres);
      freeReusedProcessNumber();
      process =
          GuardedProcess.start(
              "PostgreSQL",
              "INT",
              log,
              ServerRecord.fileBeside(dataDirectory),
              asOrdinaryUser(serverCommand(postgres)));
      process.awaitReady(START_TIMEOUT, this::accepts);
      createDatabase();
    } catch (EmbeddedStartException e) {
      close();
      throw e;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EmbeddedStartException("PostgreSQL was stopped while starting.", e);
    } catch (Exception e) {
      close();
      throw new EmbeddedStartException(
          "PostgreSQL did not start with data in %s: %s. Can this directory be written? What it printed is in %s."
              .formatted(dataDirectory, e.getMessage(), log),
          e);
    }
  }

  /** The JDBC URL of the database. */
  public String jdbcUrl() {
    return urlOf(NAME);
  }

  /** The user to connect as; there is no password. */
  public String user() {
    return NAME;
  }

  @Override
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  private void initialise(PostgresPrograms postgres) throws Exception {
    if (Files.exists(dataDirectory.resolve("PG_VERSION"))) {
      return;
    }
    Files.createDirectories(log.getParent());
    // Beside it first: whoever is interrupted here leaves no half-made database behind.
    Path fresh = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".new");
    Directories.deleteTree(fresh);
    Files.createDirectories(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Process initdb =
        new ProcessBuilder(
                asOrdinaryUser(
                    List.of(
                        postgres.program("initdb"),
                        "--pgdata=" + fresh,
                        "--username=" + NAME,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-sync",
                        "--no-instructions")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Path record = ServerRecord.fileBeside(fresh);
    try {
      Optional<ProcessIdentity> identity = ProcessIdentity.of(initdb.pid());
      if (identity.isPresent()) {
        new ServerRecord("The set-up of PostgreSQL", identity.get()).write(record);
      }
      int status = initdb.waitFor();
      if (status != 0) {
        throw new IOException("initdb ended with status " + status);
      }
    } finally {
      initdb.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      Files.deleteIfExists(record);
    }
    Files.move(fresh, dataDirectory, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * PostgreSQL does not start while any process has the number that a killed one of its servers
   * wrote into its data directory; after a restart of the machine that is likely. Where our record
   * shows that it is another process now, the number is replaced by this JVM's: PostgreSQL takes
   * its parent's for such a coincidence, and still checks that nobody uses the old server's memory.
   */
  private void freeReusedProcessNumber() throws IOException {
    Path ownRecord = dataDirectory.resolve("postmaster.pid");
    Optional<ServerRecord> last = ServerRecord.read(ServerRecord.fileBeside(dataDirectory));
    if (last.isEmpty() || last.get().process().isRunning() || !Files.exists(ownRecord)) {
      return;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(ownRecord));
    if (!lines.isEmpty() && lines.get(0).equals(Long.toString(last.get().process().pid()))) {
      lines.set(0, Long.toString(ProcessHandle.current().pid()));
      Files.write(ownRecord, lines);
    }
  }

  private List<String> serverCommand(PostgresPrograms postgres) {
    List<String> command = new ArrayList<>();
    command.add(postgres.program("postgres"));
    command.addAll(List.of("-D", dataDirectory.toString(), "-p", Integer.toString(port)));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "fsync=off",
            "full_page_writes=off",
            "jit=off")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it is not. */
  private static List<String> asOrdinaryUser(List<String> command) {
    if (!LinuxUtils.isUnshareAvailable()) {
      return command;
    }
    List<String> unshared = new ArrayList<>(List.of("unshare", "-U"));
    unshared.addAll(command);
    return unshared;
  }

  private boolean accepts() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void createDatabase() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + NAME);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(urlOf(database), NAME, "");
  }

  private String urlOf(String database) {
    return "jdbc:postgresql://%s/%s".formatted(address(), database);
  }
}
