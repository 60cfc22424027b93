package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.standalone.cluster.TopicReader;
import io.clinictelemetry.standalone.demo.Pipeline;
import io.clinictelemetry.standalone.harness.OutputTopics;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
@OnSharedPipeline
class AuditCommandIT {

  private static final String DEVICE = "it-audit";
  private static final String CHAIN = "alerts/device/" + DEVICE;

  @TempDir private Path directory;

  @Test
  void whatIsAsItWasWrittenHoldsAndEachChangeOfACopyIsNamed(RunningPipeline pipeline)
      throws Exception {
    TestDevice device = pipeline.device(DEVICE);
    device.startSession();
    device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(4));
    device.endSession();
    pipeline.awaitAccounted();
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(
                        pipeline.rows(
                            "SELECT number FROM audit_heads WHERE chain = '%s' AND number >= 4"
                                .formatted(CHAIN)))
                    .hasSize(1));

    CommandRun untouched = verify(pipeline);
    assertThat(untouched.status()).as(untouched.output() + untouched.errors()).isZero();
    assertThat(untouched.output())
        .containsPattern("clinic.alert-events: [1-9][0-9,]* records in .* all as they were written")
        .containsPattern("clinic.limit-policies: .* all as they were written");

    assertThat(changed(pipeline, "edited.", records -> edit(records.get(1))))
        .containsPattern("EDITED +" + CHAIN + ", record 2, edited.clinic.alert-events/\\d/\\d+: ");
    assertThat(changed(pipeline, "removed.", records -> records.remove(1)))
        .containsPattern("REMOVED +" + CHAIN + ": records 2 to 2 are missing");
    assertThat(changed(pipeline, "cut.", records -> records.remove(records.size() - 1)))
        .containsPattern(
            "TRUNCATED +" + CHAIN + ": records \\d to \\d are missing; \\d was anchored");
  }

  @Test
  void withoutADatabaseNothingIsVerifiedAndTheSettingIsNamed(RunningPipeline pipeline) {
    CommandRun run =
        CommandRun.of("audit", "verify", "--bootstrap-servers", pipeline.bootstrapServers());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains("database.url", "give jdbc:postgresql://HOST:PORT/DATABASE");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNamed(RunningPipeline pipeline) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("nobody.properties"),
            "database.url=jdbc:postgresql://127.0.0.1:1/none\ndatabase.user=nobody\n");
    CommandRun run =
        CommandRun.of(
            "audit",
            "verify",
            "--config",
            config.toString(),
            "--bootstrap-servers",
            pipeline.bootstrapServers());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors())
        .contains(
            "database.url=jdbc:postgresql://127.0.0.1:1/none", "the database does not answer");
  }

  /** Copies the log with the chain's records changed, and says what is found of the copy. */
  private String changed(
      RunningPipeline pipeline,
      String prefix,
      Consumer<List<ConsumerRecord<byte[], byte[]>>> change)
      throws Exception {
    OutputTopics.create(pipeline.admin(), prefix);
    List<ConsumerRecord<byte[], byte[]>> others = new ArrayList<>();
    List<ConsumerRecord<byte[], byte[]>> chained = new ArrayList<>();
    TopicSpec topic = TopicCatalogue.ALERT_EVENTS;
    TopicReader.eachAsBytes(
        pipeline.settings().kafka(),
        topic,
        record ->
            (ChainLink.of(record.headers()).filter(link -> link.chain().equals(CHAIN)).isPresent()
                    ? chained
                    : others)
                .add(record));
    change.accept(chained);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            pipeline.settings().kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (List<ConsumerRecord<byte[], byte[]>> records : List.of(others, chained)) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      prefix + topic.name(),
                      record.partition() % Pipeline.PARTITIONS,
                      record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers()));
        }
      }
    }
    CommandRun run = verify(pipeline, "--prefix", prefix);
    assertThat(run.status()).as(run.output() + run.errors()).isEqualTo(1);
    return run.output();
  }

  private static void edit(ConsumerRecord<byte[], byte[]> record) {
    record.value()[record.value().length - 1] ^= 1;
  }

  private CommandRun verify(RunningPipeline pipeline, String... more) throws Exception {
    List<String> lines = new ArrayList<>();
    pipeline.properties().forEach((name, value) -> lines.add(name + "=" + value));
    Path config = Files.write(directory.resolve("cluster.properties"), lines);
    List<String> arguments =
        new ArrayList<>(List.of("audit", "verify", "--config", config.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
