package io.clinictelemetry.contracts.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.TopicExistsException;

/** Compares a cluster's topics with the catalogue, and makes them alike. */
public final class TopicProvisioner {

  /** What a topic on the cluster is, beside what it should be. */
  public enum Status {
    /** As the catalogue has it. */
    IN_STEP,
    /** Not on the cluster; {@link #apply} creates it. */
    MISSING,
    /** Some settings differ; {@link #apply} changes them. */
    DRIFTED,
    /** Another number of partitions, which is never changed: keys would move between partitions. */
    REPARTITIONED
  }

  /**
   * One topic's comparison.
   *
   * @param topic the topic
   * @param status how it stands
   * @param differences one line for each difference, for people
   */
  public record Comparison(TopicSpec topic, Status status, List<String> differences) {}

  private final Admin admin;
  private final int partitions;
  private final short replicationFactor;

  /**
   * @param admin client of the cluster, not closed here
   * @param partitions number of partitions of every topic; fixed once a topic exists
   * @param replicationFactor copies of each partition; -1 leaves it to the broker's default
   */
  public TopicProvisioner(Admin admin, int partitions, short replicationFactor) {
    this.admin = admin;
    this.partitions = partitions;
    this.replicationFactor = replicationFactor;
  }

  /**
   * Compares every topic of the catalogue, in its order.
   *
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  public List<Comparison> compare() throws InterruptedException, ExecutionException {
    Set<String> existing = admin.listTopics().names().get();
    List<String> present =
        TopicCatalogue.ALL.stream().map(TopicSpec::name).filter(existing::contains).toList();
    Map<String, TopicDescription> described = admin.describeTopics(present).allTopicNames().get();
    Map<ConfigResource, Config> configs =
        admin
            .describeConfigs(
                present.stream().map(TopicProvisioner::resource).collect(Collectors.toList()))
            .all()
            .get();
    List<Comparison> comparisons = new ArrayList<>();
    for (TopicSpec topic : TopicCatalogue.ALL) {
      Optional<TopicDescription> description = Optional.ofNullable(described.get(topic.name()));
      comparisons.add(
          description
              .map(d -> compare(topic, d, configs.get(resource(topic.name()))))
              .orElseGet(() -> new Comparison(topic, Status.MISSING, List.of("not there"))));
    }
    return comparisons;
  }

  private Comparison compare(TopicSpec topic, TopicDescription description, Config config) {
    List<String> differences = new ArrayList<>();
    int actual = description.partitions().size();
    if (actual != partitions) {
      differences.add("partitions: %d, expected %d".formatted(actual, partitions));
    }
    boolean repartitioned = !differences.isEmpty();
    topic
        .config()
        .forEach(
            (name, expected) -> {
              String value = config.get(name).value();
              if (!sameWords(expected, value)) {
                differences.add("%s: %s, expected %s".formatted(name, value, expected));
              }
            });
    Status status =
        repartitioned
            ? Status.REPARTITIONED
            : differences.isEmpty() ? Status.IN_STEP : Status.DRIFTED;
    return new Comparison(topic, status, differences);
  }

  /** The broker gives lists such as {@code compact,delete} in any order. */
  private static boolean sameWords(String expected, String actual) {
    return Set.of(expected.split(",")).equals(Set.of(actual.split(",")));
  }

  /**
   * Creates what is missing and sets what drifted. Partitions are never changed and topics never
   * deleted. Doing it again, or at the same time elsewhere, does no harm.
   *
   * @return the comparison before the change
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer
   */
  public List<Comparison> apply() throws InterruptedException, ExecutionException {
    List<Comparison> before = compare();
    for (Comparison comparison : before) {
      TopicSpec topic = comparison.topic();
      switch (comparison.status()) {
        case MISSING -> create(topic);
        case DRIFTED -> configure(topic);
        case IN_STEP, REPARTITIONED -> {}
      }
    }
    return before;
  }

  private void create(TopicSpec topic) throws InterruptedException, ExecutionException {
    NewTopic wanted =
        new NewTopic(topic.name(), partitions, replicationFactor).configs(topic.config());
    try {
      admin.createTopics(List.of(wanted)).all().get();
    } catch (ExecutionException e) {
      // Another instance that starts at the same time was faster; the outcome is the one wanted.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void configure(TopicSpec topic) throws InterruptedException, ExecutionException {
    List<AlterConfigOp> changes =
        topic.config().entrySet().stream()
            .map(
                e ->
                    new AlterConfigOp(
                        new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
            .toList();
    admin.incrementalAlterConfigs(Map.of(resource(topic.name()), changes)).all().get();
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(Type.TOPIC, topic);
  }
}
