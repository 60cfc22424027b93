package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.standalone.harness.ClinicProcess;
import io.clinictelemetry.standalone.harness.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code clinic demo} in a JVM of its own, on free ports. */
final class DemoProcess implements AutoCloseable {

  private static final Pattern KAFKA = Pattern.compile("Kafka +(127\\.0\\.0\\.1:\\d+)");
  private static final Pattern ALERT = Pattern.compile(" (HIGH|MEDIUM) +(suction|current)-");

  private final ClinicProcess process;

  private DemoProcess(ClinicProcess process) {
    this.process = process;
  }

  /**
   * Starts a demo.
   *
   * @param directory for what it prints
   * @param data its data directory
   */
  static DemoProcess start(Distribution of, Path directory, Path data, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("demo", "--data", data.toString()));
    for (String port : List.of("--port", "--kafka-port", "--registry-port", "--postgres-port")) {
      arguments.addAll(List.of(port, "0"));
    }
    arguments.addAll(List.of(options));
    return new DemoProcess(ClinicProcess.start(of, directory, List.of(), Map.of(), arguments));
  }

  /** What it printed so far; it must be running. */
  String output() throws IOException {
    assertThat(process.isRunning()).as(printed()).isTrue();
    return process.output();
  }

  /** All that it printed, errors at the end. */
  String printed() throws IOException {
    return process.output() + errors();
  }

  /** What it printed to standard error. */
  String errors() throws IOException {
    return process.errors();
  }

  /** How many alerts it has told of; it must be running. */
  long alertsSeen() throws IOException {
    return ALERT.matcher(output()).results().count();
  }

  /** Its broker's address; it must have started. */
  String bootstrapServers() throws IOException {
    Matcher kafka = KAFKA.matcher(output());
    assertThat(kafka.find()).isTrue();
    return kafka.group(1);
  }

  /** Sends SIGTERM, as a Ctrl-C does, and waits for the end. */
  void terminate() throws InterruptedException {
    process.terminate();
    process.status();
  }

  /** Sends SIGKILL and waits for the end. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Its exit status, for which this waits: it starts servers, runs, drains and stops them. */
  int status() throws InterruptedException {
    awaitPatiently().alias("the demo ends").until(() -> !process.isRunning());
    return process.status();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.close();
  }
}
