package io.clinictelemetry.standalone.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;

/**
 * Makes the only node of a cluster safe to start again after it was killed.
 *
 * <p>Such a node first believes that it still leads its partitions, and takes up the transactions
 * that were being committed. Then the controller sees that the broker was away and takes its
 * partitions from it, for a moment. A commit that is completed in that moment is forgotten by all
 * partitions (KAFKA-20734): its offsets stay pending, and whoever reads them waits for ever. So the
 * controller alone is started first, and does this before there is a broker.
 *
 * <p>With more nodes another one leads meanwhile.
 */
public final class UncleanStop {

  private static final Duration TO_LOAD = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private static final String LISTENERS = "listeners";
  private static final String CLEAN = ".kafka_cleanshutdown";

  private UncleanStop() {}

  /** Whether a broker worked in the directory and did not stop by itself. */
  public static boolean happened(Path logDirectory) {
    return Files.exists(logDirectory.resolve("meta.properties"))
        && !Files.exists(logDirectory.resolve(CLEAN));
  }

  /**
   * Takes the partitions from the broker that was killed. Returns when that is done.
   *
   * @param node what the node runs with, broker and controller, one listener each
   * @throws IllegalStateException when the controller refuses
   * @throws InterruptedException when interrupted
   */
  public static void settle(Map<String, String> node) throws InterruptedException {
    String name = node.get("controller.listener.names") + "://";
    String listener =
        Arrays.stream(node.get(LISTENERS).split(","))
            .filter(one -> one.startsWith(name))
            .collect(Collectors.joining());
    Map<String, String> controller = new HashMap<>(node);
    controller.remove("advertised.listeners");
    controller.put("process.roles", "controller");
    controller.put(LISTENERS, listener);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(controller), Time.SYSTEM);
    try {
      server.startup();
      forgetBroker(listener.substring(name.length()), Integer.parseInt(node.get("node.id")));
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  /** It registers itself again when it starts; until then nobody leads its partitions. */
  private static void forgetBroker(String controller, int id) throws InterruptedException {
    long until = System.nanoTime() + TO_LOAD.toNanos();
    while (!isForgotten(controller, id, System.nanoTime() - until < 0)) {
      Thread.sleep(ASK_AGAIN.toMillis());
    }
  }

  /**
   * Asks once.
   *
   * @param mayLoad whether the controller may still be reading its log: until it has, it speaks as
   *     one of a version that is not asked such things
   */
  private static boolean isForgotten(String controller, int id, boolean mayLoad)
      throws InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, controller))) {
      admin.unregisterBroker(id).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerIdNotRegisteredException) {
        return true;
      }
      if (e.getCause() instanceof UnsupportedVersionException && mayLoad) {
        return false;
      }
      throw new IllegalStateException(
          "the controller at %s does not let go of the broker: %s"
              .formatted(controller, e.getCause().getMessage()),
          e.getCause());
    }
  }
}
