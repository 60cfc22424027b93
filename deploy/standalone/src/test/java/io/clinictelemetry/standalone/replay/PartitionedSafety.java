package io.clinictelemetry.standalone.replay;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.replay.RecordedFleet.Arrival;
import io.clinictelemetry.streams.safety.SafetyTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Safety over some partitions of telemetry, each in a driver of its own that knows of no other:
 * records find theirs by the catalogue's partitioner.
 */
final class PartitionedSafety implements AutoCloseable {

  private static final Duration SESSION_TIMEOUT = Duration.ofMinutes(5);

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://partitioned-safety"));
  private final List<TopologyTestDriver> drivers = new ArrayList<>();

  /**
   * @param directory for the drivers' state, not used before
   */
  PartitionedSafety(int partitions, Path directory) {
    for (int partition = 0; partition < partitions; partition++) {
      Properties config = new Properties();
      config.put(StreamsConfig.APPLICATION_ID_CONFIG, "safety");
      config.put(
          StreamsConfig.STATE_DIR_CONFIG,
          directory.resolve(partition + " of " + partitions).toString());
      drivers.add(
          new TopologyTestDriver(
              // Each driver takes its partition for the only one.
              SafetyTopology.build(serdes, "", 1, SESSION_TIMEOUT, 1, new SimpleMeterRegistry()),
              config,
              Instant.EPOCH));
    }
  }

  /** Judges all that arrives. */
  Episodes judge(List<Device> devices, List<Arrival> arrivals) {
    devices.forEach(device -> pipe(TopicCatalogue.DEVICES, device.getDeviceId(), device, 0));
    arrivals.forEach(
        arrival ->
            pipe(
                TopicCatalogue.TELEMETRY,
                arrival.event().getDeviceId(),
                arrival.event(),
                arrival.atMs()));
    Episodes episodes = new Episodes();
    for (TopologyTestDriver driver : drivers) {
      driver
          .createOutputTopic(
              TopicCatalogue.ALERTS.name(),
              new StringDeserializer(),
              serdes.deserializer(Alert.class))
          .readValuesToList()
          .forEach(episodes::add);
    }
    return episodes;
  }

  @SuppressWarnings("unchecked") // a serializer of the record's own class
  private void pipe(TopicSpec topic, String deviceId, SpecificRecord value, long atMs) {
    drivers
        .get(RecordKeys.partition(deviceId, drivers.size()))
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            deviceId.getBytes(StandardCharsets.UTF_8),
            ((Serializer<SpecificRecord>) serdes.serializer(value.getClass()))
                .serialize(topic.name(), value),
            atMs);
  }

  @Override
  public void close() {
    drivers.forEach(TopologyTestDriver::close);
    serdes.close();
  }
}
