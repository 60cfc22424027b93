package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.standalone.embedded.EmbeddedStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A verb in a JVM of its own, from a distribution, as the {@code clinic} script starts it. It ends
 * with this JVM, even when that is killed: {@code guard.sh} says how.
 */
public final class ClinicProcess implements AutoCloseable {

  private static final Duration END_TIMEOUT = Duration.ofMinutes(2);
  private static final String GUARD = readGuard();

  private final Process process;
  private final Path output;
  private final Path errors;

  private ClinicProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Starts a verb of this build.
   *
   * @param directory for what it prints
   */
  public static ClinicProcess start(Path directory, String... arguments) throws IOException {
    return start(Distribution.ofThisBuild(), directory, List.of(), Map.of(), List.of(arguments));
  }

  /**
   * Starts a verb.
   *
   * @param directory for what it prints; its working directory, too
   * @param javaOptions of its JVM
   * @param environment added to that of this JVM
   */
  public static ClinicProcess start(
      Distribution distribution,
      Path directory,
      List<String> javaOptions,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard", "TERM"));
    command.addAll(distribution.command(javaOptions, arguments));
    Path output = Files.createTempFile(directory, "output", "");
    Path errors = Files.createTempFile(directory, "errors", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new ClinicProcess(builder.start(), output, errors);
  }

  /** Its process id: the guard has given its own to the JVM. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** All that it printed to standard output. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** All that it printed to standard error. */
  public String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Sends SIGTERM. */
  public void terminate() {
    // Not that of Process, which also closes the pipe that the guard listens to.
    process.toHandle().destroy();
  }

  /** Sends SIGKILL, also to a process that is stopped, and waits for the end. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    status();
  }

  /** Its exit status, for which this waits; 128 and the signal's number when one ended it. */
  public int status() throws InterruptedException {
    if (!process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it still runs after " + END_TIMEOUT);
    }
    return process.exitValue();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }

  private static String readGuard() {
    try (InputStream in = EmbeddedStack.class.getResourceAsStream("guard.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("guard.sh is missing from the jar", e);
    }
  }
}
