package io.clinictelemetry.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Takes from servers what would end them with their JVM. */
public final class Guards {

  private static final Duration TO_DIE = Duration.ofSeconds(20);

  private Guards() {}

  /** The process of the server whose data is in {@code dataDirectory}, by its record. */
  public static ProcessHandle server(Path dataDirectory) throws IOException {
    ProcessIdentity process =
        ServerRecord.read(ServerRecord.fileBeside(dataDirectory)).orElseThrow().process();
    assertThat(process.isRunning()).as("the recorded server runs").isTrue();
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  /** Kills the guard beside a server; the server goes on. */
  public static void kill(ProcessHandle server) {
    List<ProcessHandle> guards =
        server
            .children()
            .filter(child -> child.info().command().orElse("").matches(".*/(ba|da)?sh"))
            .toList();
    assertThat(guards).as("guards of %s", server.info().commandLine().orElse("")).hasSize(1);
    killAll(guards);
    assertThat(isRunning(server)).as("the server outlives its guard").isTrue();
  }

  /** Kills processes and waits until they have died. */
  public static void killAll(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    await().atMost(TO_DIE).until(() -> processes.stream().noneMatch(Guards::isRunning));
  }

  /** Whether a process runs; an exit status that nobody has asked for yet does not. */
  public static boolean isRunning(ProcessHandle process) {
    return ProcessIdentity.of(process.pid()).isPresent();
  }

  /** The number of a process in a record that calls it by another start: a reused number. */
  public static void recordReused(Path dataDirectory, ProcessHandle process) throws IOException {
    new ServerRecord("PostgreSQL", new ProcessIdentity(process.pid(), "another boot tick 1"))
        .write(ServerRecord.fileBeside(dataDirectory));
  }
}
