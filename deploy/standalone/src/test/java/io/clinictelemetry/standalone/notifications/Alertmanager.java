package io.clinictelemetry.standalone.notifications;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.standalone.embedded.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A real Prometheus Alertmanager, as Debian has it, on this machine. */
final class Alertmanager implements AutoCloseable {

  private static final String PROGRAM = "prometheus-alertmanager";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path program;
  private final Path directory;
  private final Path config;
  private final int port = Ports.findFree();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private Alertmanager(Path program, Path directory, Path config) {
    this.program = program;
    this.directory = directory;
    this.config = config;
  }

  /**
   * One that groups by clinic and tells a receiver; empty where it is not installed.
   *
   * @param receiver address of a webhook of Alertmanager's own kind
   */
  static Optional<Alertmanager> find(Path directory, String receiver) throws IOException {
    Path config = Files.createDirectories(directory).resolve("alertmanager.yml");
    Files.writeString(
        config,
        """
        route:
          receiver: test
          group_by: [clinic_id]
          group_wait: 1s
          group_interval: 1s
          repeat_interval: 4h
        receivers:
          - name: test
            webhook_configs:
              - url: %s
                send_resolved: true
        """
            .formatted(receiver));
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(path -> Path.of(path, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Alertmanager(program, directory, config));
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    awaitPatiently().alias("Alertmanager answers").until(() -> get("/-/ready").isPresent());
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Keys of the alerts that it holds as firing. */
  Set<String> firing() throws IOException {
    Set<String> keys = new TreeSet<>();
    JsonNode alerts = JSON.readTree(get("/api/v2/alerts?active=true").orElse("[]"));
    alerts.forEach(alert -> keys.add(alert.at("/labels/key").asText()));
    return keys;
  }

  private Optional<String> get(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url() + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Kills it, as {@code kill -9} does; its memory is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
