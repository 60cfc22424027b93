package io.clinictelemetry.standalone.harness.servers;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.standalone.embedded.ClassArchive;
import io.clinictelemetry.standalone.embedded.EmbeddedStackOptions;
import io.clinictelemetry.standalone.embedded.UncleanStop;
import io.clinictelemetry.standalone.harness.Distribution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller, in a process of its own. It keeps its ports and its data
 * whatever becomes of the process.
 */
public final class BrokerProcess implements AutoCloseable {

  private final int id;
  private final int port;
  private final Path data;
  private final Path log;
  private final Path configuration;
  private final Map<String, String> settings;
  private final ClassArchive classes = Distribution.ofThisBuild().classArchive("kafka");
  private ServerProcess process;

  /**
   * Formats the node's data directory; starts nothing yet.
   *
   * @param directory for all that the node keeps
   * @param settings what the node runs with, without its directories
   */
  BrokerProcess(int id, int port, Path directory, String clusterId, Map<String, String> settings) {
    this.id = id;
    this.port = port;
    this.data = directory.resolve("data");
    this.log = directory.resolve("broker.log");
    this.configuration = directory.resolve("server.properties");
    this.settings = new HashMap<>(settings);
    this.settings.put("log.dirs", data.toString());
    Properties properties = new Properties();
    properties.putAll(this.settings);
    try {
      Files.createDirectories(directory);
      try (OutputStream out = Files.newOutputStream(configuration)) {
        properties.store(out, null);
      }
      format(clusterId);
    } catch (Exception e) { // the formatter's own signature
      throw new IllegalStateException("Kafka node %d cannot be prepared".formatted(id), e);
    }
  }

  private void format(String clusterId) throws Exception {
    new Formatter()
        .setNodeId(id)
        .setClusterId(clusterId)
        .setControllerListenerName(BrokerCluster.CONTROLLER)
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
        .run();
  }

  /** The node's id, from 1. */
  public int id() {
    return id;
  }

  /** Where clients reach it, for instance {@code 127.0.0.1:9092}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it on the data that it has; returns when its port is open. */
  public void start() throws InterruptedException {
    boolean alone = !settings.get("controller.quorum.voters").contains(",");
    if (alone && UncleanStop.happened(data)) {
      UncleanStop.settle(settings);
    }
    launch();
    awaitListening();
  }

  /** Starts it and does not wait. */
  void launch() {
    process = ServerProcess.start("Kafka node " + id, log, command());
  }

  void awaitListening() {
    awaitPatiently()
        .alias("Kafka node %d listens; what it prints is in %s".formatted(id, log))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "Kafka node %d ended while starting: %s".formatted(id, lastWords()));
              }
              return accepts();
            });
  }

  /** Of all that it printed: what it ended with, not where it was thrown. */
  private String lastWords() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("ERROR") || line.contains("Exception"))
        .reduce((earlier, later) -> later)
        .orElse("it printed no error");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(classes.options());
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            EmbeddedStackOptions.homeOfThisJvm().toAbsolutePath().resolve("lib") + "/*",
            "kafka.Kafka",
            configuration.toString()));
    return command;
  }

  /** Whether something takes connections on its port. A frozen process does, too. */
  public boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether its process is there. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Ends it without warning, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    classes.makeFrom(process.pid());
    process.kill();
  }

  /** Freezes it, to the last thread: connections stay open, and nothing is answered. */
  public void freeze() throws IOException, InterruptedException {
    process.signal("STOP");
    awaitPatiently().alias("Kafka node %d stands still".formatted(id)).until(process::standsStill);
  }

  /** Lets a frozen one go on. */
  public void thaw() throws IOException, InterruptedException {
    process.signal("CONT");
  }

  /** Ends it if it runs, by SIGKILL: it has nobody left to hand its partitions to. */
  @Override
  public void close() {
    if (!isAlive()) {
      return;
    }
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
