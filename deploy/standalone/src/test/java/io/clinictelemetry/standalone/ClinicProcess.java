package io.clinictelemetry.standalone;

import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A verb in a JVM of its own, from the distribution, as the {@code clinic} script starts it. */
final class ClinicProcess implements AutoCloseable {

  private static final Duration END_TIMEOUT = Duration.ofMinutes(2);

  private final Process process;
  private final Path output;
  private final Path errors;

  private ClinicProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * @param directory for what it prints
   */
  static ClinicProcess start(Path directory, String... arguments) throws IOException {
    Path home = EmbeddedStackOptions.homeOfThisJvm().toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dclinic.home=" + home,
                "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.clinictelemetry.avro",
                "-Dorg.apache.avro.fastread=false",
                "-cp",
                home.resolve("lib") + "/*",
                ClinicCommand.class.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, "output", "");
    Path errors = Files.createTempFile(directory, "errors", "");
    return new ClinicProcess(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start(),
        output,
        errors);
  }

  boolean isRunning() {
    return process.isAlive();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Its exit status, for which this waits. */
  int status() throws InterruptedException {
    if (!process.waitFor(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it still runs after " + END_TIMEOUT);
    }
    return process.exitValue();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
