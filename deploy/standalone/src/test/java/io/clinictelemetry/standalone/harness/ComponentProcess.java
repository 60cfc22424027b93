package io.clinictelemetry.standalone.harness;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.standalone.embedded.ClassArchive;
import io.clinictelemetry.standalone.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * One component, {@code clinic run NAME}, as a process that can be started again and again on the
 * same state and the same port. Not safe for several threads.
 */
public final class ComponentProcess implements AutoCloseable {

  /** Quick to start, and small, because several run beside the servers. */
  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);
  private static final int TAIL_LINES = 20;

  private final String component;
  private final String name;
  private final Path directory;
  private final Path settingsFile;
  private final int port = Ports.findFree();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
  private final List<ClinicProcess> starts = new ArrayList<>();
  private Distribution distribution = Distribution.ofThisBuild();
  private Map<String, String> environment = Map.of();

  /**
   * A component that does not run yet.
   *
   * @param component what {@code clinic run} calls it
   * @param name among the processes of a test, as it reads in messages
   * @param directory its own: settings, state and what it prints
   * @param settings all but port and state directory
   */
  public ComponentProcess(
      String component, String name, Path directory, Map<String, String> settings) {
    this.component = component;
    this.name = name;
    this.directory = directory;
    this.settingsFile = directory.resolve("clinic.properties");
    Map<String, String> values = new HashMap<>(settings);
    values.put(ListenAddress.PORT, Integer.toString(port));
    values.put("state.dir", stateDirectory().toString());
    writeSettings(values);
  }

  private void writeSettings(Map<String, String> values) {
    Properties properties = new Properties();
    properties.putAll(values);
    try {
      Files.createDirectories(directory);
      try (Writer writer = Files.newBufferedWriter(settingsFile)) {
        properties.store(writer, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the next start on it runs from this distribution. */
  public ComponentProcess from(Distribution other) {
    distribution = other;
    return this;
  }

  /** From the next start on it has these variables in its environment. */
  public ComponentProcess with(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /** Starts it; it must not run. Returns at once. */
  public void start() {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs already");
    }
    List<String> javaOptions = new ArrayList<>(SMALL);
    javaOptions.addAll(distribution.classArchive(component).options());
    javaOptions.add("-Dclinic.log.file=" + log());
    try {
      starts.add(
          ClinicProcess.start(
              distribution,
              directory,
              javaOptions,
              environment,
              List.of("run", component, "--config", settingsFile.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name among the processes of a test. */
  public String name() {
    return name;
  }

  /** What {@code clinic run} calls it. */
  public String component() {
    return component;
  }

  /** Process id of the latest start. */
  public long pid() {
    return latest().pid();
  }

  /** How often it was started. */
  public int startCount() {
    return starts.size();
  }

  /** Where it keeps its state. */
  public Path stateDirectory() {
    return directory.resolve("state");
  }

  /** What all its starts logged. */
  public Path log() {
    return directory.resolve("clinic.log");
  }

  /** Whether its process is there, perhaps paused. */
  public boolean isRunning() {
    return !starts.isEmpty() && latest().isRunning();
  }

  /** Whether it says that it does its work; false, too, when it does not answer. */
  public boolean isReady() {
    return isRunning() && answer("/health/ready").map(HttpResponse::statusCode).orElse(0) == 200;
  }

  /** What it says of its readiness, in a sentence; empty when it does not answer. */
  public String readiness() {
    return isRunning()
        ? answer("/health/ready").map(HttpResponse::body).map(String::strip).orElse("")
        : "";
  }

  /** What the clock shows that it goes by, to the second; empty when it does not answer. */
  public Optional<Instant> clock() {
    return answer("/health/live")
        .flatMap(answer -> answer.headers().firstValue("Date"))
        .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
  }

  /**
   * The sum over the samples of a metric since its start, and 0 while it does not answer.
   *
   * @param metric beginning of the line in {@code /metrics}: a name, perhaps with labels
   */
  public double metric(String metric) {
    return answer("/metrics")
        .map(HttpResponse::body)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith(metric))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * Whether it has done a part of its work since it was started: read telemetry, or written rows.
   */
  public boolean hasWorked() {
    return metric(
            component.equals("sink")
                ? "clinic_sink_batches_total"
                : "clinic_telemetry_records_total")
        > 0;
  }

  private Optional<HttpResponse<String>> answer(String path) {
    try {
      return Optional.of(
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                  .timeout(ANSWER_TIMEOUT)
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits until it is ready. */
  public void awaitReady() {
    awaitPatiently()
        .alias(name + " is ready")
        .until(
            () -> {
              requireRunning();
              return isReady();
            });
  }

  /** Waits until it is ready and has done a part of its work since its start. */
  public void awaitWorking() {
    awaitPatiently()
        .alias(name + " works")
        .until(
            () -> {
              requireRunning();
              return isReady() && hasWorked();
            });
  }

  /**
   * Fails when it has ended by itself.
   *
   * @throws IllegalStateException that tells what it printed last
   */
  public void requireRunning() {
    if (!isRunning()) {
      throw new IllegalStateException("%s ended by itself: %s".formatted(name, lastWords()));
    }
  }

  /** Ends it by SIGKILL. */
  public void kill() throws InterruptedException {
    makeArchive();
    latest().kill();
  }

  /**
   * Not from a process with an environment of its own, which may have another clock, nor of an
   * earlier release, which is started once.
   */
  private void makeArchive() {
    ClassArchive archive = distribution.classArchive(component);
    if (environment.isEmpty()
        && distribution.equals(Distribution.ofThisBuild())
        && !archive.exists()
        && isReady()) {
      archive.makeFrom(pid());
    }
  }

  /** Ends it by SIGTERM, and returns its exit status. */
  public int terminate() throws InterruptedException {
    makeArchive();
    latest().terminate();
    return latest().status();
  }

  /** Stops it where it is, by SIGSTOP; it stays there and holds what it holds. */
  public void pause() throws InterruptedException {
    signal("STOP");
    awaitPatiently().alias(name + " stands still").until(this::isPaused);
  }

  /** Lets it go on, by SIGCONT. */
  public void resume() throws InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws InterruptedException {
    run("/bin/sh", "-c", "kill -s %s %d".formatted(signal, pid()));
  }

  /** Whether it stands still. */
  public boolean isPaused() throws InterruptedException {
    return run("ps", "-o", "stat=", "-p", Long.toString(pid())).startsWith("T");
  }

  private String run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s for %s: %s".formatted(String.join(" ", command), name, output.strip()));
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed and logged last, for a message. */
  public String lastWords() {
    try {
      String errors = starts.isEmpty() ? "" : latest().errors();
      List<String> logged =
          Files.exists(log()) ? Files.readAllLines(log(), StandardCharsets.UTF_8) : List.of();
      return errors
          + String.join(
              "\n", logged.subList(Math.max(0, logged.size() - TAIL_LINES), logged.size()));
    } catch (IOException e) {
      return "what it printed cannot be read: " + e.getMessage();
    }
  }

  private ClinicProcess latest() {
    if (starts.isEmpty()) {
      throw new IllegalStateException(name + " was never started");
    }
    return starts.get(starts.size() - 1);
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    starts.forEach(ClinicProcess::close);
  }
}
