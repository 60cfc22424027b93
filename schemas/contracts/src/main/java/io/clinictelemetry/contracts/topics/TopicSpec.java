package io.clinictelemetry.contracts.topics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic.
 *
 * @param name the topic's name
 * @param key what the key is, for people
 * @param value the Avro record of the values; empty where the bytes are kept as found
 * @param partitionedBy what decides the partition, for people
 * @param kept how long and which records are kept
 * @param retention after which records are deleted; empty where only compaction removes records
 * @param trustedClock whether the broker stamps records with its own clock as it appends them
 */
public record TopicSpec(
    String name,
    String key,
    Optional<Class<?>> value,
    String partitionedBy,
    Kept kept,
    Optional<Duration> retention,
    boolean trustedClock) {

  /** Which records of a topic are kept. */
  public enum Kept {
    /** All, until they are older than the retention. */
    DELETE(TopicConfig.CLEANUP_POLICY_DELETE),
    /** The latest of each key. */
    COMPACT(TopicConfig.CLEANUP_POLICY_COMPACT),
    /** The latest of each key, until it is older than the retention. */
    COMPACT_AND_DELETE(
        TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE);

    private final String policy;

    Kept(String policy) {
      this.policy = policy;
    }

    /** Kafka's {@code cleanup.policy}. */
    public String policy() {
      return policy;
    }
  }

  /** The same topic under another name: of an application with an output prefix, or of a mirror. */
  public TopicSpec prefixed(String prefix) {
    return new TopicSpec(prefix + name, key, value, partitionedBy, kept, retention, trustedClock);
  }

  /** The topic's Kafka configuration. */
  public Map<String, String> config() {
    Map<String, String> config = new TreeMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, kept.policy());
    config.put(
        TopicConfig.RETENTION_MS_CONFIG,
        retention.map(d -> Long.toString(d.toMillis())).orElse("-1"));
    config.put(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, trustedClock ? "LogAppendTime" : "CreateTime");
    return config;
  }
}
