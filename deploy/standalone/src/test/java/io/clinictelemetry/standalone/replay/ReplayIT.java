package io.clinictelemetry.standalone.replay;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.producers.simulator.KafkaInventory;
import io.clinictelemetry.standalone.harness.OutputTopics;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.replay.RecordedFleet.Arrival;
import io.clinictelemetry.streams.safety.SafetyApplication;
import io.clinictelemetry.streams.shared.StreamsComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same telemetry through the running pipeline, in disorder, and then from its log again. */
@Timeout(900)
@OnSharedPipeline
class ReplayIT {

  /** Of the devices, and of the topics of the second pass. */
  private static final String PREFIX = "log-again-it.";

  private static final TopicSpec REPLAYED = OutputTopics.prefixed(PREFIX, TopicCatalogue.ALERTS);

  @TempDir private Path directory;

  @Test
  void theSameEpisodesComeOutOfABrokerAndOfItsLogAgain(RunningPipeline pipeline) throws Exception {
    long seed = ThreadLocalRandom.current().nextLong(1_000_000);
    RecordedFleet fleet =
        RecordedFleet.of(
            PREFIX,
            seed,
            Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS),
            Duration.ofMinutes(3),
            directory.resolve("fleet"));
    new KafkaInventory(pipeline.settings().kafka(), pipeline.serdes())
        .publish(fleet.clinics(), fleet.devices());
    awaitTaken(pipeline, "clinic-safety", TopicCatalogue.DEVICES);
    send(pipeline, fleet.disordered(new Random(seed)));
    pipeline.awaitAccounted();

    Episodes live = episodes(pipeline, TopicCatalogue.ALERTS);
    assertThat(live.rules()).as("rules, of seed %d", seed).isGreaterThan(2);
    assertThat(live.arrivedWhenever())
        .as("disordered on a broker, of seed %d", seed)
        .containsExactlyElementsOf(inOrder(fleet).arrivedWhenever());

    OutputTopics.create(pipeline.admin(), PREFIX);
    try (SafetyApplication again = new SafetyApplication(settings(pipeline))) {
      again.start();
      awaitTaken(pipeline, PREFIX + "safety", TopicCatalogue.TELEMETRY);
    }
    assertThat(episodes(pipeline, REPLAYED).detectedWhenever())
        .as("from the log again, of seed %d", seed)
        .containsExactlyElementsOf(live.detectedWhenever());
  }

  private Episodes inOrder(RecordedFleet fleet) {
    try (PartitionedSafety safety = new PartitionedSafety(1, directory.resolve("in order"))) {
      return safety.judge(fleet.devices(), fleet.inOrder());
    }
  }

  /** As fast as the broker takes them, each stamped when it is sent. */
  private static void send(RunningPipeline pipeline, List<Arrival> arrivals) {
    String topic = TopicCatalogue.TELEMETRY.name();
    Serializer<DeviceEvent> serializer = pipeline.serdes().serializer(DeviceEvent.class);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            pipeline.settings().kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Arrival arrival : arrivals) {
        DeviceEvent event = RecordedFleet.sentAt(arrival.event(), Instant.now());
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    event.getDeviceId().getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(topic, event)));
      }
    }
  }

  private static Episodes episodes(RunningPipeline pipeline, TopicSpec topic) {
    Episodes episodes = new Episodes();
    pipeline
        .reader()
        .each(
            topic,
            Alert.class,
            record -> {
              if (record.value().getSubjectId().startsWith(PREFIX)) {
                episodes.add(record.value());
              }
            });
    return episodes;
  }

  /** Waits until the group has taken all that is in the topic now. */
  private static void awaitTaken(RunningPipeline pipeline, String group, TopicSpec topic)
      throws Exception {
    Map<TopicPartition, OffsetSpec> partitions =
        pipeline
            .admin()
            .describeTopics(List.of(topic.name()))
            .allTopicNames()
            .get()
            .values()
            .stream()
            .flatMap(
                description ->
                    description.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    var ends = pipeline.admin().listOffsets(partitions).all().get();
    awaitPatiently()
        .alias(group + " has taken " + topic.name())
        .until(
            () -> {
              var taken =
                  pipeline
                      .admin()
                      .listConsumerGroupOffsets(group)
                      .partitionsToOffsetAndMetadata()
                      .get();
              return ends.entrySet().stream()
                  .filter(end -> end.getValue().offset() > 0)
                  .allMatch(
                      end ->
                          taken.get(end.getKey()) != null
                              && taken.get(end.getKey()).offset() >= end.getValue().offset());
            });
  }

  private Settings settings(RunningPipeline pipeline) {
    Map<String, String> values = new HashMap<>(pipeline.properties());
    values.put("application.id", PREFIX + "safety");
    values.put("state.dir", directory.resolve("safety").toString());
    values.put(StreamsComponent.OUTPUT_PREFIX, PREFIX);
    values.put("http.port", "0");
    return Settings.of(values);
  }
}
