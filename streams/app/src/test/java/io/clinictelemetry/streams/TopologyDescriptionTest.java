package io.clinictelemetry.streams;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.streams.safety.SafetyTopology;
import io.clinictelemetry.streams.testing.Committed;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.usage.UsageTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes, stores and topics, and their names, do not change by accident. */
class TopologyDescriptionTest {

  private static final String WHY =
      "A restart finds its state by the names of stores, and its tasks by the order of the"
          + " sub-topologies: a change by accident strands the state of every installation.";

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://topology-description"));

  @AfterEach
  void close() {
    serdes.close();
  }

  @Test
  void safetyIsAsCommitted() {
    check("safety", safety(""));
  }

  @Test
  void usageIsAsCommitted() {
    check("usage", usage(""));
  }

  @Test
  void aPrefixChangesTheOutputTopicsAlone() {
    check("safety-with-prefix", safety("replay."));
    check("usage-with-prefix", usage("replay."));
  }

  private static void check(String name, Topology topology) {
    Committed.check("topology/" + name + ".txt", topology.describe().toString(), WHY);
  }

  private Topology safety(String prefix) {
    return SafetyTopology.build(
        serdes, prefix, 4, Pipeline.SESSION_TIMEOUT, 1, new SimpleMeterRegistry());
  }

  private Topology usage(String prefix) {
    return UsageTopology.build(
        serdes,
        prefix,
        4,
        Pipeline.SESSION_TIMEOUT,
        Pipeline.PUBLISH_INTERVAL,
        Pipeline.RETENTION,
        new SimpleMeterRegistry());
  }
}
