package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.SessionSummary;
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

/** Session summaries, hourly usage and rollups from telemetry and the clinics' clocks. */
public final class UsageTopology {

  static final String SESSIONS_SINK = "sessions";
  static final String HOURS_SINK = "usage-hourly";
  static final String ROLLUPS_SINK = "reading-rollups";
  static final String SESSIONS_STORE = "usage-sessions";
  static final String HOURS_STORE = "usage-hours";
  static final String CLINICS_STORE = "usage-clinics";

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
   */
  public static Topology build(
      AvroSerdes serdes,
      String outputPrefix,
      int partitions,
      Duration sessionTimeout,
      Duration publishInterval,
      MeterRegistry metrics) {
    ReferenceTable<Clinic> clinics =
        new ReferenceTable<>(
            CLINICS_STORE, TopicCatalogue.CLINICS.name(), serdes.deserializer(Clinic.class));
    TelemetryTopology<UsageState> telemetry =
        new TelemetryTopology<UsageState>(APPLICATION, outputPrefix, false)
            .process(
                serdes,
                partitions,
                metrics,
                () -> new UsageLogic(sessionTimeout, publishInterval, clinics, metrics),
                List.of(
                    TelemetryTopology.persistent(
                        SESSIONS_STORE, Serdes.String(), AccountCodecs.sessions()),
                    TelemetryTopology.persistent(
                        HOURS_STORE, Serdes.String(), AccountCodecs.hours())))
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
                ROLLUPS_SINK,
                TopicCatalogue.READING_ROLLUPS,
                serdes.serializer(ReadingRollup.class));
    Topology topology = telemetry.topology();
    // Clinics have another key than telemetry, and there are few: every instance keeps all of them.
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(clinics.store()), Serdes.String(), clinics.values())
            .withLoggingDisabled(),
        "clinics",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        clinics.topic(),
        "usage-clinics-keeper",
        clinics::keeper);
    return topology;
  }
}
