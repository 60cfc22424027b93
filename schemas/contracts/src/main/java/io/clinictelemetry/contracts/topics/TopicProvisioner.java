package io.clinictelemetry.contracts.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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
    /** Fewer copies than asked for; {@link #apply} moves no data between brokers. */
    UNDER_REPLICATED,
    /** Another number of partitions, which is never changed: keys would move between partitions. */
    REPARTITIONED
  }

  /**
   * One topic's comparison.
   *
   * @param topic the topic
   * @param status how it stands; of several troubles the one that is hardest to mend
   * @param drift settings that differ, one line for each; {@link #apply} sets them, whatever else
   *     is the matter
   * @param obstacles what {@link #apply} leaves as it is, one line for each, with the remedy
   */
  public record Comparison(
      TopicSpec topic, Status status, List<String> drift, List<String> obstacles) {

    /** Whether {@link TopicProvisioner#apply} would change something. */
    public boolean isAppliable() {
      return status == Status.MISSING || !drift.isEmpty();
    }
  }

  /** A task reads the same partition of each. */
  private static final List<TopicSpec> READ_SIDE_BY_SIDE =
      List.of(TopicCatalogue.TELEMETRY, TopicCatalogue.DEVICES);

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);
  private static final Duration KNOWN_CHECK = Duration.ofMillis(50);

  private static final String REMEDY_WHEN_UNUSED =
      "never changed, but it never held a record, as a topic that was created by use: delete it and apply again, and set auto.create.topics.enable=false on the brokers";

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
    Set<String> used = used(described.values());
    List<Comparison> comparisons = new ArrayList<>();
    for (TopicSpec topic : TopicCatalogue.ALL) {
      TopicDescription description = described.get(topic.name());
      comparisons.add(
          description == null
              ? new Comparison(topic, Status.MISSING, List.of(), List.of())
              : compare(
                  topic,
                  described,
                  configs.get(resource(topic.name())),
                  used.contains(topic.name())));
    }
    return comparisons;
  }

  /** Of the topics with an unexpected number of partitions those that ever held a record. */
  private Set<String> used(Collection<TopicDescription> topics)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription topic : topics) {
      if (topic.partitions().size() != partitions) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
        }
      }
    }
    return admin.listOffsets(latest).all().get().entrySet().stream()
        .filter(end -> end.getValue().offset() > 0)
        .map(end -> end.getKey().topic())
        .collect(Collectors.toSet());
  }

  private Comparison compare(
      TopicSpec topic, Map<String, TopicDescription> described, Config config, boolean used) {
    TopicDescription description = described.get(topic.name());
    List<String> obstacles = new ArrayList<>();
    Status status = Status.IN_STEP;
    int copies =
        description.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    if (copies < replicationFactor) {
      status = Status.UNDER_REPLICATED;
      obstacles.add(
          "replication: %d, expected %d; data is never moved between brokers here: add copies with kafka-reassign-partitions, or ask for %d with topics.replication.factor"
              .formatted(copies, replicationFactor, copies));
    }
    int actual = description.partitions().size();
    if (actual != partitions) {
      status = Status.REPARTITIONED;
      obstacles.add(
          "partitions: %d, expected %d; %s"
              .formatted(actual, partitions, used ? remedy(topic, actual) : REMEDY_WHEN_UNUSED));
      for (TopicSpec other : READ_SIDE_BY_SIDE) {
        TopicDescription beside = described.get(other.name());
        if (READ_SIDE_BY_SIDE.contains(topic)
            && beside != null
            && beside.partitions().size() != actual) {
          obstacles.add(
              "partitions: %d, but %s has %d; no application starts until they have the same number"
                  .formatted(actual, other.name(), beside.partitions().size()));
        }
      }
    }
    List<String> drift = drift(topic, config);
    if (status == Status.IN_STEP && !drift.isEmpty()) {
      status = Status.DRIFTED;
    }
    return new Comparison(topic, status, drift, obstacles);
  }

  private String remedy(TopicSpec topic, int actual) {
    return "never changed, because a key's records would lie in two partitions, out of order and apart from their state: if all topics have %d, ask for that with topics.partitions; else stop what uses %s and move its records, partitioned by %s, through a new topic of %d"
        .formatted(actual, topic.name(), topic.partitionedBy(), partitions);
  }

  private static List<String> drift(TopicSpec topic, Config config) {
    List<String> drift = new ArrayList<>();
    topic
        .config()
        .forEach(
            (name, expected) -> {
              String value = config.get(name).value();
              if (!sameWords(expected, value)) {
                drift.add("%s: %s, expected %s".formatted(name, value, expected));
              }
            });
    return drift;
  }

  /** The broker gives lists such as {@code compact,delete} in any order. */
  private static boolean sameWords(String expected, String actual) {
    return Set.of(expected.split(",")).equals(Set.of(actual.split(",")));
  }

  /**
   * Creates what is missing and sets what drifted. Partitions are never changed and topics never
   * deleted. Doing it again, or at the same time elsewhere, does no harm. Returns when the cluster
   * knows the new topics, so that whoever starts next finds them.
   *
   * @return the comparison before the change
   * @throws InterruptedException when interrupted while waiting for the cluster
   * @throws ExecutionException when the cluster refuses or does not answer, or does not know a new
   *     topic within 30 s
   */
  public List<Comparison> apply() throws InterruptedException, ExecutionException {
    List<Comparison> before = compare();
    for (Comparison comparison : before) {
      if (comparison.status() == Status.MISSING) {
        create(comparison.topic());
      } else if (comparison.isAppliable()) {
        configure(comparison.topic());
      }
    }
    awaitKnown(
        before.stream()
            .filter(comparison -> comparison.status() == Status.MISSING)
            .map(comparison -> comparison.topic().name())
            .toList());
    return before;
  }

  /** The controller acknowledges a new topic before the brokers have heard of it. */
  private void awaitKnown(List<String> topics) throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
    while (true) {
      try {
        admin.describeTopics(topics).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!unknown || System.nanoTime() > deadline) {
          throw e;
        }
      }
      Thread.sleep(KNOWN_CHECK.toMillis());
    }
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
