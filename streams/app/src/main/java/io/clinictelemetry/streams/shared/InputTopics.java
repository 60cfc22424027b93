package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the applications take for granted of the topics that they read, looked up before they start.
 */
final class InputTopics {

  private static final Duration CLUSTER_TIMEOUT = Duration.ofSeconds(15);
  private static final String TELEMETRY = TopicCatalogue.TELEMETRY.name();
  private static final String DEVICES = TopicCatalogue.DEVICES.name();
  private static final String COMMANDS = TopicCatalogue.ALERT_COMMANDS.name();
  private static final String CLINICS = TopicCatalogue.CLINICS.name();
  private static final String POLICIES = TopicCatalogue.LIMIT_POLICIES.name();

  private InputTopics() {}

  /**
   * The number of partitions of the telemetry topic.
   *
   * @param more names of topics that one application alone reads
   * @throws SettingException when the cluster does not answer, a topic is not there, devices or
   *     commands are not partitioned as telemetry is, or telemetry or commands are not stamped by
   *     the broker
   */
  static int requireFit(Settings settings, List<String> more) {
    List<String> all = new ArrayList<>(List.of(TELEMETRY, DEVICES, COMMANDS, CLINICS, POLICIES));
    all.addAll(more);
    Map<String, Object> kafka = new HashMap<>(settings.kafka());
    // Closing waits as long as a call does.
    kafka.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CLUSTER_TIMEOUT.toMillis());
    kafka.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CLUSTER_TIMEOUT.toMillis());
    try (Admin admin = Admin.create(kafka)) {
      Map<String, TopicDescription> topics = admin.describeTopics(all).allTopicNames().get();
      int partitions = topics.get(TELEMETRY).partitions().size();
      for (String beside : List.of(DEVICES, COMMANDS)) {
        int count = topics.get(beside).partitions().size();
        if (count != partitions) {
          // A task would look for a device in a partition that another task reads.
          throw unfit(
              settings,
              "%s has %d partitions and %s has %d, but they must have the same number"
                  .formatted(TELEMETRY, partitions, beside, count));
        }
      }
      for (String topic : List.of(TELEMETRY, COMMANDS)) {
        String stampedBy = timestampType(admin, topic);
        if (!stampedBy.equals("LogAppendTime")) {
          // The clocks of devices and people would drive the log clock.
          throw unfit(
              settings,
              "%s has %s=%s, but only the broker's own clock can be trusted"
                  .formatted(topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, stampedBy));
        }
      }
      return partitions;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownTopicOrPartitionException
          ? unfit(settings, "there is no topic " + String.join(" or ", all))
          : new SettingException(
              Settings.BOOTSTRAP_SERVERS,
              bootstrap(settings),
              "the cluster does not answer (%s); check that the broker runs and can be reached"
                  .formatted(e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the cluster", e);
    }
  }

  private static String timestampType(Admin admin, String name)
      throws InterruptedException, ExecutionException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    return admin
        .describeConfigs(List.of(topic))
        .all()
        .get()
        .get(topic)
        .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
        .value();
  }

  private static SettingException unfit(Settings settings, String what) {
    return new SettingException(
        Settings.BOOTSTRAP_SERVERS,
        bootstrap(settings),
        what + "; clinic topics shows what differs, clinic topics --apply mends what can be");
  }

  private static String bootstrap(Settings settings) {
    return settings.text(Settings.BOOTSTRAP_SERVERS, "");
  }
}
