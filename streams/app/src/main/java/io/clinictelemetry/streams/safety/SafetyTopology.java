package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.shared.CommandDecoder;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.clinictelemetry.streams.shared.RegistryPatience;
import io.clinictelemetry.streams.shared.TelemetryTopology;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Alerts from telemetry, the inventory of devices and the limit policies. */
public final class SafetyTopology {

  static final String INVENTORY_STORE = "safety-inventory";
  static final String POLICIES_STORE = "safety-policies";
  static final String ACTIVE_STORE = "safety-active";
  static final String DUE_STORE = "safety-active-due";

  static final AlertPublisher.Sinks SINKS =
      new AlertPublisher.Sinks("alert-events", "alerts", "safety-chains", "alerts/");

  /** The node that takes what links tell. */
  static final String LINKS = "safety-links";

  private static final String APPLICATION = "safety";
  private static final String DEVICES_SOURCE = "devices";
  private static final String COMMANDS_SOURCE = "alert-commands";
  private static final String INVENTORY_PROCESSOR = "safety-inventory-keeper";

  private SafetyTopology() {}

  /**
   * Builds the topology.
   *
   * @param outputPrefix put before the name of every output topic; empty in live operation
   * @param partitions number of partitions of the telemetry topic
   * @param sessionTimeout log clock without an event of a session after which it counts as over
   * @param people how many a limit policy needs to be in force
   */
  public static Topology build(
      AvroSerdes serdes,
      String outputPrefix,
      int partitions,
      Duration sessionTimeout,
      int people,
      MeterRegistry metrics) {
    // The inventory has telemetry's key and partitions: each task keeps just its own devices, and
    // Kafka Streams reads both in the order of their timestamps.
    ReferenceTable<Device> inventory =
        new ReferenceTable<>(
            INVENTORY_STORE, TopicCatalogue.DEVICES.name(), serdes.deserializer(Device.class));
    PolicyTable policies =
        new PolicyTable(POLICIES_STORE, serdes.deserializer(LimitPolicy.class), people, metrics);
    Serializer<AlertEvent> events = serdes.serializer(AlertEvent.class);
    String eventsTopic = outputPrefix + TopicCatalogue.ALERT_EVENTS.name();
    RegistryPatience patience = new RegistryPatience();
    Function<AlertEvent, byte[]> eventBytes =
        event -> patience.whileAway(() -> events.serialize(eventsTopic, event));
    Deserializer<AlertCommand> commands = serdes.deserializer(AlertCommand.class);
    AlertMetrics alertMetrics = new AlertMetrics(metrics);
    LinkMetrics linkMetrics = new LinkMetrics(metrics);
    LoadMetrics loadMetrics = new LoadMetrics(metrics);
    Topology topology =
        new TelemetryTopology<SafetyState>(APPLICATION, outputPrefix, true)
            .process(
                serdes,
                partitions,
                metrics,
                () ->
                    new SafetyLogic(
                        sessionTimeout,
                        inventory,
                        policies,
                        new CommandDecoder(commands, partitions),
                        eventBytes,
                        alertMetrics,
                        linkMetrics),
                List.of(
                    TelemetryTopology.persistent(
                        inventory.store(), Serdes.String(), inventory.values()),
                    TelemetryTopology.persistent(ACTIVE_STORE, Serdes.Bytes(), Serdes.ByteArray()),
                    TelemetryTopology.persistent(DUE_STORE, Serdes.Bytes(), Serdes.ByteArray()),
                    TelemetryTopology.persistent(
                        SINKS.chains(), Serdes.Bytes(), Serdes.ByteArray())),
                new Neighbours(
                    inventory,
                    partitions,
                    () ->
                        new ClinicProcessor(
                            partitions,
                            policies,
                            new CommandDecoder(commands, partitions),
                            eventBytes,
                            alertMetrics,
                            loadMetrics)))
            .sink(SINKS.alertEvents(), TopicCatalogue.ALERT_EVENTS, new ByteArraySerializer())
            .sink(
                SINKS.alerts(),
                TopicCatalogue.ALERTS,
                serdes.serializer(Alert.class),
                Alert::getSubjectId)
            .sink(
                ClinicProcessor.SINKS.alertEvents(),
                TopicCatalogue.ALERT_EVENTS,
                new ByteArraySerializer(),
                ClinicProcessor.NAME)
            .sink(
                ClinicProcessor.SINKS.alerts(),
                TopicCatalogue.ALERTS,
                serdes.serializer(Alert.class),
                Alert::getSubjectId,
                ClinicProcessor.NAME)
            .sink(
                ClinicProcessor.LOAD_SINK,
                TopicCatalogue.ALERT_LOAD,
                serdes.serializer(AlertLoad.class),
                AlertLoad::getClinicId,
                ClinicProcessor.NAME)
            .topology();
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

  /**
   * The inventory and commands before the processor of telemetry, and the clinic stage behind it.
   */
  private static final class Neighbours implements TelemetryTopology.Neighbours {

    private final ReferenceTable<Device> inventory;
    private final int partitions;
    private final Supplier<ClinicProcessor> stage;

    Neighbours(ReferenceTable<Device> inventory, int partitions, Supplier<ClinicProcessor> stage) {
      this.inventory = inventory;
      this.partitions = partitions;
      this.stage = stage;
    }

    @Override
    public KStream<byte[], byte[]> before(
        StreamsBuilder builder, KStream<byte[], byte[]> telemetry) {
      KStream<byte[], byte[]> devices =
          builder.stream(
                  inventory.topic(),
                  Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(DEVICES_SOURCE))
              .process(
                  inventory::announcingKeeper, Named.as(INVENTORY_PROCESSOR), inventory.store());
      KStream<byte[], byte[]> commands =
          builder.stream(
              TopicCatalogue.ALERT_COMMANDS.name(),
              Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(COMMANDS_SOURCE));
      return telemetry
          .merge(devices, Named.as("safety-input"))
          .merge(commands, Named.as("safety-input-and-commands"));
    }

    @Override
    public void after(KStream<Object, Object> results) {
      results
          .map((key, value) -> KeyValue.pair((String) key, (byte[]) value), Named.as(LINKS))
          .repartition(
              Repartitioned.<String, byte[]>as(LINKS)
                  .withKeySerde(Serdes.String())
                  .withValueSerde(Serdes.ByteArray())
                  .withNumberOfPartitions(partitions)
                  .withStreamPartitioner(
                      (topic, key, value, count) ->
                          Optional.of(LinkMessages.partitions(key, count))))
          .process(
              new ProcessorSupplier<String, byte[], Object, Object>() {
                @Override
                public Processor<String, byte[], Object, Object> get() {
                  return stage.get();
                }

                @Override
                public Set<StoreBuilder<?>> stores() {
                  return ClinicProcessor.stores();
                }
              },
              Named.as(ClinicProcessor.NAME));
    }
  }
}
