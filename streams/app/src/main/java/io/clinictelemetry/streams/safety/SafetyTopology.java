package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.clinictelemetry.streams.shared.TelemetryTopology;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** Alerts from telemetry, the inventory of devices and the limit policies. */
public final class SafetyTopology {

  static final String ALERT_EVENTS_SINK = "alert-events";
  static final String ALERTS_SINK = "alerts";
  static final String INVENTORY_STORE = "safety-inventory";
  static final String POLICIES_STORE = "safety-policies";

  private static final String APPLICATION = "safety";
  private static final String DEVICES_SOURCE = "devices";
  private static final String INVENTORY_PROCESSOR = "safety-inventory-keeper";

  private SafetyTopology() {}

  /**
   * Builds the topology.
   *
   * @param outputPrefix put before the name of every output topic; empty in live operation
   * @param partitions number of partitions of the telemetry topic
   * @param sessionTimeout log clock without an event of a session after which it counts as over
   */
  public static Topology build(
      AvroSerdes serdes,
      String outputPrefix,
      int partitions,
      Duration sessionTimeout,
      MeterRegistry metrics) {
    // The inventory has telemetry's key and partitions: each task keeps just its own devices, and
    // Kafka Streams reads both in the order of their timestamps.
    ReferenceTable<Device> inventory =
        new ReferenceTable<>(
            INVENTORY_STORE, TopicCatalogue.DEVICES.name(), serdes.deserializer(Device.class));
    PolicyTable policies =
        new PolicyTable(POLICIES_STORE, serdes.deserializer(LimitPolicy.class), metrics);
    AlertMetrics alertMetrics = new AlertMetrics(metrics);
    TelemetryTopology<SafetyState> telemetry =
        new TelemetryTopology<SafetyState>(APPLICATION, outputPrefix, true)
            .process(
                serdes,
                partitions,
                metrics,
                () -> new SafetyLogic(sessionTimeout, inventory, policies, alertMetrics),
                List.of(
                    TelemetryTopology.persistent(
                        inventory.store(), Serdes.String(), inventory.values())))
            .sink(
                ALERT_EVENTS_SINK, TopicCatalogue.ALERT_EVENTS, serdes.serializer(AlertEvent.class))
            .sink(
                ALERTS_SINK,
                TopicCatalogue.ALERTS,
                serdes.serializer(Alert.class),
                Alert::getSubjectId);
    Topology topology = telemetry.topology();
    topology.addSource(
        DEVICES_SOURCE, new StringDeserializer(), new ByteArrayDeserializer(), inventory.topic());
    topology.addProcessor(INVENTORY_PROCESSOR, inventory::keeper, DEVICES_SOURCE);
    topology.connectProcessorAndStateStores(INVENTORY_PROCESSOR, inventory.store());
    // Policies have another key than telemetry, and there are few: every instance keeps all of
    // them.
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(policies.table().store()),
                Serdes.String(),
                policies.table().values())
            .withLoggingDisabled(),
        "limit-policies",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        policies.table().topic(),
        "safety-policies-keeper",
        policies.table()::keeper);
    return topology;
  }
}
