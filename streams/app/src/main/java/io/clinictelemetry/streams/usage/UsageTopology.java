package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageCorrection;
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

/** Session summaries, hours, days and rollups from telemetry and the clinics' calendars. */
public final class UsageTopology {

  static final String SESSIONS_SINK = "sessions";
  static final String HOURS_SINK = "usage-hourly";
  static final String DAYS_SINK = "usage-daily";
  static final String ROLLUPS_SINK = "reading-rollups";
  static final String CORRECTIONS_SINK = "usage-corrections";
  static final String SESSIONS_STORE = "usage-sessions";
  static final String HOURS_STORE = "usage-hours";
  static final String CLINICS_STORE = "usage-clinics";
  static final String INVENTORY_STORE = "usage-inventory";
  static final String SERVICE_STORE = "usage-service";
  static final String CORRECTIONS_STORE = "usage-requested-corrections";

  private static final String APPLICATION = "usage";

  private UsageTopology() {}

  /**
   * Builds the topology.
   *
   * @param outputPrefix put before the name of every output topic; empty in live operation
   * @param partitions number of partitions of the telemetry topic
   * @param sessionTimeout log clock without an event of a session after which it is closed
   * @param publishInterval log clock from a change to its publication, so that a frame does not
   *     publish a row
   * @param retention how long ago something may have happened to be counted
   */
  public static Topology build(
      AvroSerdes serdes,
      String outputPrefix,
      int partitions,
      Duration sessionTimeout,
      Duration publishInterval,
      Duration retention,
      MeterRegistry metrics) {
    ReferenceTable<Clinic> clinics =
        new ReferenceTable<>(
            CLINICS_STORE, TopicCatalogue.CLINICS.name(), serdes.deserializer(Clinic.class));
    ReferenceTable<Device> inventory =
        new ReferenceTable<>(
            INVENTORY_STORE, TopicCatalogue.DEVICES.name(), serdes.deserializer(Device.class));
    ServiceTable services = new ServiceTable(serdes.deserializer(ServiceEvent.class));
    // Of an application beside the live one nobody asks anything: its own topic stays empty.
    ReferenceTable<UsageCorrection> corrections =
        new ReferenceTable<>(
            CORRECTIONS_STORE,
            outputPrefix + TopicCatalogue.USAGE_CORRECTIONS.name(),
            serdes.deserializer(UsageCorrection.class));
    TelemetryTopology<UsageState> telemetry =
        new TelemetryTopology<UsageState>(APPLICATION, outputPrefix, false)
            .process(
                serdes,
                partitions,
                metrics,
                () ->
                    new UsageLogic(
                        sessionTimeout,
                        publishInterval,
                        retention,
                        clinics,
                        inventory,
                        services,
                        corrections,
                        partitions,
                        metrics),
                List.of(
                    TelemetryTopology.persistent(
                        SESSIONS_STORE, Serdes.String(), AccountCodecs.sessions()),
                    TelemetryTopology.persistent(
                        HOURS_STORE, Serdes.String(), AccountCodecs.windows())))
            .sink(
                SESSIONS_SINK,
                TopicCatalogue.SESSIONS,
                serdes.serializer(SessionSummary.class),
                SessionSummary::getDeviceId)
            .sink(
                HOURS_SINK,
                TopicCatalogue.USAGE_HOURLY,
                serdes.serializer(DeviceUsage.class),
                DeviceUsage::getDeviceId)
            .sink(
                DAYS_SINK,
                TopicCatalogue.USAGE_DAILY,
                serdes.serializer(DeviceUsage.class),
                DeviceUsage::getDeviceId)
            .sink(
                ROLLUPS_SINK,
                TopicCatalogue.READING_ROLLUPS,
                serdes.serializer(ReadingRollup.class))
            .sink(
                CORRECTIONS_SINK,
                TopicCatalogue.USAGE_CORRECTIONS,
                serdes.serializer(UsageCorrection.class));
    Topology topology = telemetry.topology();
    // Clinics have another key than telemetry, and there are few. Devices have the same; but with a
    // source more in its group, this release could not run beside the last one in an upgrade.
    keepAll(topology, clinics, "clinics");
    keepAll(topology, inventory, "inventory");
    topology.addGlobalStore(
        Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(SERVICE_STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled(),
        "service",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        TopicCatalogue.SERVICE_EVENTS.name(),
        "usage-service-keeper",
        services::keeper);
    keepAll(topology, corrections, "requested-corrections");
    return topology;
  }

  /** Every instance keeps all of a table. */
  private static void keepAll(Topology topology, ReferenceTable<?> table, String name) {
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(table.store()), Serdes.String(), table.values())
            .withLoggingDisabled(),
        name,
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        table.topic(),
        "usage-" + name + "-keeper",
        table::keeper);
  }
}
