package io.clinictelemetry.standalone.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Apicurio Registry as a child process, spoken to through its Confluent-compatible API.
 *
 * <p>Schemas are kept in a file database under the data directory. New versions must be backward
 * compatible unless a subject says otherwise.
 */
public final class EmbeddedRegistry implements EmbeddedServer {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  private final Path home;
  private final Path dataDirectory;
  private final Path log;
  private final int port;
  private ClassArchive classes;
  private GuardedProcess process;
  private boolean ready;

  /**
   * @param home the unpacked distribution of Apicurio Registry
   * @param dataDirectory keeps the schemas; may be started on again
   * @param log receives what the server prints
   * @param port the HTTP port on 127.0.0.1, 0 for any free one
   * @throws PortInUseException when the port is taken
   */
  public EmbeddedRegistry(Path home, Path dataDirectory, Path log, int port) {
    this.home = home.toAbsolutePath();
    this.dataDirectory = dataDirectory.toAbsolutePath();
    this.log = log.toAbsolutePath();
    this.port = StackPort.REGISTRY.resolve(port);
  }

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public String address() {
    return url();
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(temporaryFiles());
      Path runner = findRunner();
      classes = ClassArchive.of(home, "classes", runner);
      process =
          GuardedProcess.start(
              "The schema registry",
              "TERM",
              log,
              ServerRecord.fileBeside(dataDirectory),
              command(runner));
      HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();
      HttpRequest probe =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health/ready".formatted(port)))
              .timeout(PROBE_TIMEOUT)
              .build();
      process.awaitReady(START_TIMEOUT, () -> answers(client, probe));
      ready = true;
    } catch (EmbeddedStartException e) {
      close();
      throw e;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EmbeddedStartException("The schema registry was stopped while starting.", e);
    } catch (Exception e) {
      close();
      throw new EmbeddedStartException(
          "The schema registry did not start with data in %s: %s. Can this directory be written?"
              .formatted(dataDirectory, e.getMessage()),
          e);
    }
  }

  /** What {@code schema.registry.url} must be set to. */
  public String url() {
    return "http://127.0.0.1:%d/apis/ccompat/v7".formatted(port);
  }

  @Override
  public void close() {
    if (process != null) {
      if (ready) {
        ready = false;
        classes.makeFrom(process.pid());
      }
      process.close();
    }
  }

  private List<String> command(Path runner) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(classes.options());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Djava.io.tmpdir=" + temporaryFiles(),
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dapicurio.datasource.url=jdbc:h2:file:" + dataDirectory.resolve("registry"),
            "-Dapicurio.datasource.jdbc.initial-size=2",
            "-Dapicurio.datasource.jdbc.min-size=2",
            "-Dapicurio.rules.global.compatibility=BACKWARD",
            "-jar",
            runner.toString()));
    return command;
  }

  private Path temporaryFiles() {
    return dataDirectory.resolve("tmp");
  }

  private Path findRunner() throws IOException {
    if (Files.isDirectory(home)) {
      try (Stream<Path> files = Files.list(home)) {
        Path runner =
            files
                .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                .findFirst()
                .orElse(null);
        if (runner != null) {
          return runner;
        }
      }
    }
    throw new EmbeddedStartException(
        "There is no unpacked schema registry in %s: build the distribution with ./mvnw package."
            .formatted(home));
  }

  private static boolean answers(HttpClient client, HttpRequest probe) throws InterruptedException {
    try {
      return client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
