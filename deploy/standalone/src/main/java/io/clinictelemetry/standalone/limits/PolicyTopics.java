package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The topics that limits are read from. */
final class PolicyTopics {

  private PolicyTopics() {}

  /**
   * Sees to it that the cluster answers and has them.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when not
   */
  static void require(Settings settings) throws InterruptedException, ExecutionException {
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(
          admin, settings, List.of(TopicCatalogue.DEVICES, TopicCatalogue.LIMIT_POLICIES));
    }
  }

  /**
   * As {@link #require}, and telemetry.
   *
   * @return how many partitions telemetry has
   */
  static int requireTelemetry(Settings settings) throws InterruptedException, ExecutionException {
    require(settings);
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(admin, settings, List.of(TopicCatalogue.TELEMETRY));
      return ClusterClient.partitions(admin, TopicCatalogue.TELEMETRY);
    }
  }
}
