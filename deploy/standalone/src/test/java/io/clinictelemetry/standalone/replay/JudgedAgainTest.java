package io.clinictelemetry.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.standalone.replay.RecordedFleet.Arrival;
import io.clinictelemetry.streams.safety.JudgedAgain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgedAgainTest {

  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int PARTITIONS = 3;

  @TempDir private Path directory;

  @Test
  void whatIsJudgedAgainGivesTheAlertsOfTheTopology() throws Exception {
    long seed = ThreadLocalRandom.current().nextLong(1_000_000);
    RecordedFleet fleet =
        RecordedFleet.of("", seed, START, Duration.ofMinutes(1), directory.resolve("fleet"));
    List<Arrival> arrivals = fleet.disordered(new Random(seed));
    Episodes expected;
    try (PartitionedSafety safety =
        new PartitionedSafety(PARTITIONS, directory.resolve("topology"))) {
      expected = safety.judge(fleet.devices(), arrivals);
    }
    assertThat(expected.rules()).as("rules, of seed %d", seed).isGreaterThan(1);

    assertThat(again(fleet, arrivals).detectedWhenever())
        .as("seed %d", seed)
        .containsExactlyElementsOf(expected.detectedWhenever());
  }

  private static Episodes again(RecordedFleet fleet, List<Arrival> arrivals) {
    Episodes episodes = new Episodes();
    List<JudgedAgain> judged = new ArrayList<>();
    try (AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://judged-again"))) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        judged.add(
            new JudgedAgain(
                serdes,
                partition,
                PARTITIONS,
                Settings.of(Map.of()),
                Policies.none(),
                episodes::add));
      }
      for (Device device : fleet.devices()) {
        byte[] value =
            serdes.serializer(Device.class).serialize(TopicCatalogue.DEVICES.name(), device);
        ConsumerRecord<byte[], byte[]> record =
            record(TopicCatalogue.DEVICES.name(), device.getDeviceId(), value, 0, 0);
        judged.get(record.partition()).device(record);
      }
      long offset = 0;
      for (Arrival arrival : arrivals) {
        byte[] value =
            serdes
                .serializer(DeviceEvent.class)
                .serialize(TopicCatalogue.TELEMETRY.name(), arrival.event());
        ConsumerRecord<byte[], byte[]> record =
            record(
                TopicCatalogue.TELEMETRY.name(),
                arrival.event().getDeviceId(),
                value,
                offset++,
                arrival.atMs());
        judged.get(record.partition()).telemetry(record);
      }
      judged.forEach(JudgedAgain::close);
    }
    return episodes;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, String deviceId, byte[] value, long offset, long atMs) {
    byte[] key = deviceId.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        topic,
        RecordKeys.partition(deviceId, PARTITIONS),
        offset,
        atMs,
        TimestampType.LOG_APPEND_TIME,
        key.length,
        value.length,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
