package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Opens clients of clusters that answer. */
public final class ClusterClient {

  /** Kafka's own patience is a minute, too long for who mistyped an address. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ClusterClient() {}

  /**
   * A client of the cluster, which has just answered; the caller closes it.
   *
   * @throws SettingException when the cluster does not answer
   * @throws InterruptedException when interrupted while waiting for it
   */
  public static Admin open(Settings settings) throws InterruptedException {
    Admin admin = create(settings);
    try {
      admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return admin;
    } catch (TimeoutException | ExecutionException e) {
      admin.close(Duration.ZERO);
      throw unreachable(
          settings,
          e instanceof ExecutionException
              ? e.getCause().getMessage()
              : "no answer within %d s".formatted(PATIENCE.toSeconds()));
    } catch (InterruptedException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Sees to it that the topics are there; a client that waits for one would wait for a minute.
   *
   * @throws SettingException when one is missing
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  public static void requireTopics(Admin admin, Settings settings, List<TopicSpec> topics)
      throws InterruptedException, ExecutionException {
    Set<String> there = admin.listTopics().names().get();
    for (TopicSpec topic : topics) {
      if (!there.contains(topic.name())) {
        throw new SettingException(
            Settings.BOOTSTRAP_SERVERS,
            settings.text(Settings.BOOTSTRAP_SERVERS, ""),
            "there is no topic %s on this cluster; clinic topics --apply creates it"
                .formatted(topic.name()));
      }
    }
  }

  /**
   * How many partitions a topic has that is there.
   *
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  public static int partitions(Admin admin, TopicSpec topic)
      throws InterruptedException, ExecutionException {
    return admin
        .describeTopics(List.of(topic.name()))
        .allTopicNames()
        .get()
        .get(topic.name())
        .partitions()
        .size();
  }

  private static Admin create(Settings settings) {
    try {
      return Admin.create(settings.kafka());
    } catch (KafkaException e) {
      throw unreachable(
          settings, e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }

  private static SettingException unreachable(Settings settings, String because) {
    return new SettingException(
        Settings.BOOTSTRAP_SERVERS,
        settings.text(Settings.BOOTSTRAP_SERVERS, ""),
        "the cluster cannot be asked (%s); check the address, and that the broker runs"
            .formatted(because));
  }
}
