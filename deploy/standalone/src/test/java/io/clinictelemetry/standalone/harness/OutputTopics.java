package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.demo.Pipeline;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of applications that run beside the live ones, with {@code output.topic.prefix}. */
public final class OutputTopics {

  /** As many copies as the brokers choose. */
  static final short BROKERS_CHOICE = -1;

  private static final Set<TopicSpec> INPUTS =
      Set.of(TopicCatalogue.TELEMETRY, TopicCatalogue.DEVICES, TopicCatalogue.CLINICS);

  private OutputTopics() {}

  /** Creates all that an application with the prefix writes to. */
  public static void create(Admin admin, String prefix)
      throws ExecutionException, InterruptedException {
    List<NewTopic> topics =
        TopicCatalogue.ALL.stream()
            .filter(topic -> !INPUTS.contains(topic))
            .map(
                topic ->
                    new NewTopic(prefix + topic.name(), Pipeline.PARTITIONS, BROKERS_CHOICE)
                        .configs(topic.config()))
            .toList();
    admin.createTopics(topics).all().get();
  }
}
