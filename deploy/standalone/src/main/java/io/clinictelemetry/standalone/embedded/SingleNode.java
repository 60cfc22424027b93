package io.clinictelemetry.standalone.embedded;

import java.util.Map;

/**
 * What a Kafka node is set to that is alone and serves a handful of clients, wherever it runs.
 *
 * <p>Topics are not created by use: provision them from the catalogue.
 */
public final class SingleNode {

  private SingleNode() {}

  /** Kafka's own names, and their values; no addresses and no directories. */
  public static Map<String, String> settings() {
    return Map.ofEntries(
        Map.entry("auto.create.topics.enable", "false"),

        // There is nobody to replicate to.
        Map.entry("default.replication.factor", "1"),
        Map.entry("min.insync.replicas", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),

        // Each partition costs files and start-up time; a handful of clients needs few.
        Map.entry("offsets.topic.num.partitions", "5"),
        Map.entry("transaction.state.log.num.partitions", "5"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),

        // Sized for a machine with two cores that runs everything else, too.
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"),
        Map.entry("num.recovery.threads.per.data.dir", "2"),
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)));
  }
}
