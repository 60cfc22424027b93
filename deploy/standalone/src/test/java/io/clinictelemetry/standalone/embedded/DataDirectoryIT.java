package io.clinictelemetry.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Owners of a data directory that are killed, and what the next one finds. */
@Timeout(180)
class DataDirectoryIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration OBEDIENCE = Duration.ofMillis(500);

  @TempDir private Path data;
  private final List<ProcessHandle> toEnd = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    Guards.killAll(toEnd);
  }

  @Test
  void whateverOfAKilledOwnerIsLeftTheNextOneFindsItsDataAndNoServer() throws Exception {
    // The owner alone: the guard ends the server.
    ProcessHandle server = killOwner(startOwner(1));
    await().atMost(PATIENCE).until(() -> !Guards.isRunning(server));
    assertThat(nextOwnerEnds()).isEmpty();

    // The guard as well: the server is left, and serves.
    Process owner = startOwner(2);
    Guards.kill(postgres());
    ProcessHandle left = killOwner(owner);
    assertThat(rows(urlOfOwner())).isEqualTo(2);
    assertThat(nextOwnerEnds()).containsExactly("PostgreSQL (process %d)".formatted(left.pid()));
    assertThat(Guards.isRunning(left)).isFalse();

    // A server that does not obey any more.
    owner = startOwner(3);
    Guards.kill(postgres());
    ProcessHandle stuck = killOwner(owner);
    new ProcessBuilder("kill", "-s", "STOP", Long.toString(stuck.pid())).start().waitFor();
    assertThat(nextOwnerEnds()).containsExactly("PostgreSQL (process %d)".formatted(stuck.pid()));
    assertThat(Guards.isRunning(stuck)).isFalse();

    // All at once: there is nothing to end, but a database that was never closed.
    owner = startOwner(4);
    ProcessHandle killed = postgres();
    Guards.kill(killed);
    Guards.killAll(List.of(killed, owner.toHandle()));
    assertThat(nextOwnerEnds()).isEmpty();

    try (EmbeddedDatabase database = database(data)) {
      database.start();
      assertThat(rows(database.jdbcUrl())).isEqualTo(4);
    }
    assertThat(ServerRecord.fileBeside(data.resolve("postgres"))).doesNotExist();
  }

  @Test
  void anotherProcessWithTheNumberOfAServerIsNotTouchedAndDoesNotKeepTheServerFromStarting()
      throws Exception {
    Process owner = startOwner(1);
    ProcessHandle server = postgres();
    Guards.kill(server);
    Guards.killAll(List.of(server, owner.toHandle()));
    ProcessHandle stranger = new ProcessBuilder("sleep", "600").start().toHandle();
    toEnd.add(stranger);
    Path postmaster = data.resolve("postgres").resolve("postmaster.pid");
    Files.writeString(
        postmaster,
        Files.readString(postmaster).replaceFirst("^\\d+", Long.toString(stranger.pid())));

    // As PostgreSQL sees it, that is its old server.
    Files.delete(ServerRecord.fileBeside(data.resolve("postgres")));
    try (EmbeddedDatabase database = database(data)) {
      assertThatThrownBy(database::start).hasMessageContaining("postmaster.pid");
    }

    Guards.recordReused(data.resolve("postgres"), stranger);
    assertThat(nextOwnerEnds()).isEmpty();
    try (EmbeddedDatabase database = database(data)) {
      database.start();
      assertThat(rows(database.jdbcUrl())).isEqualTo(1);
    }
    assertThat(Guards.isRunning(stranger)).isTrue();
  }

  @Test
  void theServersOfALivingOwnerAreLeftInPeace() throws Exception {
    startOwner(1);

    assertThatThrownBy(this::nextOwnerEnds)
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageContaining("Another clinic command is using the data directory " + data)
        .hasMessageContaining("--data");

    assertThat(rows(urlOfOwner())).isEqualTo(1);
  }

  @Test
  void aRecordThatTellsNothingStopsTheStart() throws Exception {
    Path record = data.resolve("postgres" + ServerRecord.ENDING);
    Files.writeString(record, "pid=12\n");

    assertThatThrownBy(this::nextOwnerEnds)
        .isInstanceOf(EmbeddedStartException.class)
        .hasMessageContaining(record.toString())
        .hasMessageContaining("delete it");

    Files.delete(record);
    assertThat(nextOwnerEnds()).isEmpty();
  }

  /** Claims the directory as the next owner does, and gives it back. */
  private List<String> nextOwnerEnds() throws Exception {
    List<String> ended = new ArrayList<>();
    DataDirectory.claim(data, ended::add, OBEDIENCE).close();
    return ended;
  }

  /** A JVM that owns the directory, when it has written its row into the database. */
  private Process startOwner(int row) throws Exception {
    Path ready = data.resolve("ready");
    Files.deleteIfExists(ready);
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dclinic.home=" + EmbeddedStackOptions.homeOfThisJvm(),
                "-Dclinic.log.file=" + data.resolve("owner.log"),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                data.toString(),
                Integer.toString(row))
            .inheritIO()
            .start();
    toEnd.add(owner.toHandle());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(owner.isAlive()).as("the owner runs").isTrue();
              return Files.exists(ready);
            });
    toEnd.add(postgres());
    return owner;
  }

  /** The server that is left, for the moment at least. */
  private ProcessHandle killOwner(Process owner) throws Exception {
    ProcessHandle server = postgres();
    Guards.killAll(List.of(owner.toHandle()));
    return server;
  }

  private ProcessHandle postgres() throws Exception {
    return Guards.server(data.resolve("postgres"));
  }

  private String urlOfOwner() throws Exception {
    return Files.readString(data.resolve("ready"));
  }

  private static EmbeddedDatabase database(Path data) {
    return new EmbeddedDatabase(
        EmbeddedStackOptions.homeOfThisJvm().resolve("postgres"),
        data.resolve("postgres"),
        data.resolve("postgres.log"),
        0);
  }

  private static int rows(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "clinic", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM reading")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Runs in a JVM of its own, which the test kills. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      Path data = Path.of(arguments[0]);
      DataDirectory claimed = DataDirectory.claim(data, server -> {});
      EmbeddedDatabase database = database(claimed.path());
      database.start();
      try (Connection connection =
              DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE IF NOT EXISTS reading (kpa INT)");
        statement.execute("INSERT INTO reading VALUES (%s)".formatted(arguments[1]));
      }
      Path ready = data.resolve("ready.new");
      Files.writeString(ready, database.jdbcUrl());
      Files.move(ready, data.resolve("ready"));
      Thread.currentThread().join();
    }
  }
}
