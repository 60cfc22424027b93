package io.clinictelemetry.standalone.embedded;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and controller, inside this JVM.
 *
 * <p>It is the same server that a cluster runs, set as {@link SingleNode} says. Topics are not
 * created by use: provision them from the catalogue.
 */
public final class EmbeddedBroker implements EmbeddedServer {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int NODE_ID = 1;

  private final Path dataDirectory;
  private final int port;
  private final Consumer<String> faultListener = this::recordFault;
  private DirectoryLock lock;
  private KafkaRaftServer server;
  private volatile String fault;

  /**
   * @param dataDirectory formatted on the first start, and started on again when kept
   * @param port the client port on 127.0.0.1, 0 for any free one
   * @throws PortInUseException when the port is taken
   */
  public EmbeddedBroker(Path dataDirectory, int port) {
    this.dataDirectory = dataDirectory.toAbsolutePath();
    this.port = StackPort.KAFKA.resolve(port);
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public String address() {
    return bootstrapServers();
  }

  @Override
  public synchronized void start() {
    BrokerExitGuard.add(faultListener);
    try {
      lock = DirectoryLock.of(dataDirectory);
      Map<String, String> settings = settings();
      if (UncleanStop.happened(dataDirectory)) {
        UncleanStop.settle(settings);
      }
      KafkaConfig config = new KafkaConfig(settings);
      format();
      server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
    } catch (EmbeddedStartException e) {
      close();
      throw e;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new EmbeddedStartException("The Kafka broker was stopped while starting.", e);
    } catch (Exception e) {
      close();
      throw new EmbeddedStartException(
          "The Kafka broker did not start on %s with data in %s: %s. Is the disk full? An empty data directory starts afresh."
              .formatted(bootstrapServers(), dataDirectory, reason(e)),
          e);
    }
  }

  /** What clients connect to, for instance {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Why the broker gave up by itself since it was started, if it did; then it must be closed. */
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public synchronized void close() {
    try {
      if (server != null) {
        server.shutdown();
        server.awaitShutdown();
      }
    } catch (RuntimeException e) {
      LOG.warn("The Kafka broker did not stop cleanly.", e);
    } finally {
      server = null;
      BrokerExitGuard.remove(faultListener);
      unlock();
    }
  }

  private void unlock() {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  private void recordFault(String reason) {
    fault = reason;
  }

  private void format() throws Exception {
    if (Files.exists(dataDirectory.resolve("meta.properties"))) {
      return;
    }
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    new Formatter()
        .setNodeId(NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(dataDirectory.toString())
        .addDirectory(dataDirectory.toString())
        .setPrintStream(new PrintStream(progress, true, StandardCharsets.UTF_8))
        .run();
    LOG.info("{}", progress.toString(StandardCharsets.UTF_8).strip());
  }

  private Map<String, String> settings() {
    int controllerPort = Ports.findFree();
    Map<String, String> settings = new HashMap<>(SingleNode.settings());
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d".formatted(bootstrapServers(), controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", dataDirectory.toString());
    return settings;
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
