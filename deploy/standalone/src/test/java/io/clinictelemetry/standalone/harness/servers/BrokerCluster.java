package io.clinictelemetry.standalone.harness.servers;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;

import io.clinictelemetry.standalone.embedded.Ports;
import io.clinictelemetry.standalone.embedded.SingleNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Kafka nodes, each broker and controller in a process of its own. With three of them every
 * partition has three copies, and a write is acknowledged by two, so that one node may be lost.
 */
public final class BrokerCluster implements AutoCloseable {

  static final String CONTROLLER = "CONTROLLER";

  private final List<BrokerProcess> nodes = new ArrayList<>();

  /**
   * Makes the nodes; starts nothing yet.
   *
   * @param directory for all that the nodes keep
   * @param size 1 or 3
   */
  BrokerCluster(Path directory, int size) {
    List<Integer> controllerPorts = freePorts(size);
    String voters =
        IntStream.range(0, size)
            .mapToObj(i -> "%d@127.0.0.1:%d".formatted(i + 1, controllerPorts.get(i)))
            .collect(Collectors.joining(","));
    String clusterId = Uuid.randomUuid().toString();
    for (int i = 0; i < size; i++) {
      int id = i + 1;
      int port = Ports.findFree();
      Map<String, String> settings = settings(size);
      settings.put("node.id", Integer.toString(id));
      settings.put("controller.quorum.voters", voters);
      settings.put(
          "listeners",
          "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
              .formatted(port, CONTROLLER, controllerPorts.get(i)));
      nodes.add(new BrokerProcess(id, port, directory.resolve("kafka-" + id), clusterId, settings));
    }
  }

  private static List<Integer> freePorts(int size) {
    return IntStream.range(0, size).mapToObj(i -> Ports.findFree()).toList();
  }

  private static Map<String, String> settings(int size) {
    Map<String, String> settings = new HashMap<>(SingleNode.settings());
    settings.put("process.roles", "broker,controller");
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");

    String copies = Integer.toString(size);
    String acknowledged = Integer.toString(size / 2 + 1);
    settings.put("default.replication.factor", copies);
    settings.put("min.insync.replicas", acknowledged);
    settings.put("offsets.topic.replication.factor", copies);
    settings.put("transaction.state.log.replication.factor", copies);
    settings.put("transaction.state.log.min.isr", acknowledged);
    settings.put("share.coordinator.state.topic.replication.factor", copies);
    settings.put("share.coordinator.state.topic.min.isr", acknowledged);
    return settings;
  }

  void start() {
    for (BrokerProcess node : nodes) {
      node.launch(); // one alone would wait for a majority
    }
    nodes.forEach(BrokerProcess::awaitListening);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      awaitPatiently()
          .alias("all brokers are registered")
          .until(() -> admin.describeCluster().nodes().get().size() == nodes.size());
    }
  }

  /** All nodes, also those that do not run. */
  public List<BrokerProcess> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * The node with the id.
   *
   * @param id as Kafka gives it, from 1
   */
  public BrokerProcess node(int id) {
    return nodes.get(id - 1);
  }

  /** The addresses of all nodes, for clients. */
  public String bootstrapServers() {
    return nodes.stream().map(BrokerProcess::address).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    nodes.forEach(BrokerProcess::close);
  }
}
