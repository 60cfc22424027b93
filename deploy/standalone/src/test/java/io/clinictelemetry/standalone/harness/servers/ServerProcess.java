package io.clinictelemetry.standalone.harness.servers;

import io.clinictelemetry.standalone.embedded.EmbeddedStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server to which signals are sent. It ends with this JVM, even when that is killed and even when
 * it stands still: {@code guard.sh} says how.
 */
final class ServerProcess {

  private static final String GUARD = readGuard();

  private final String name;
  private final Process process;

  private ServerProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * @param log receives both output streams; appended to
   */
  static ServerProcess start(String name, Path log, List<String> command) {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard", "TERM"));
    guarded.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(guarded)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new ServerProcess(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Sends a signal.
   *
   * @param signal its name, for instance {@code STOP}
   */
  void signal(String signal) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IOException("SIG%s did not reach %s".formatted(signal, name));
    }
  }

  /** Whether each of its threads is stopped. */
  boolean standsStill() throws IOException {
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> all = Files.list(threads)) {
      return all.allMatch(ServerProcess::isStopped);
    }
  }

  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.startsWith("T", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return true; // it has ended
    }
  }

  /** Ends it by SIGKILL and waits until it is gone. */
  void kill() throws InterruptedException {
    // Not that of Process, which also closes the pipe that the guard listens to.
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  private static String readGuard() {
    try (InputStream in = EmbeddedStack.class.getResourceAsStream("guard.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("guard.sh is missing from the jar", e);
    }
  }
}
