package io.clinictelemetry.standalone.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.CommandRun;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code clinic usage rebuild} beside a pipeline that goes on. */
@Timeout(600)
@OnSharedPipeline
class RebuildIT {

  private static final Pattern ROWS = Pattern.compile("(?m)^(sessions|hours|days) +([\\d,]+) ");

  @TempDir private Path work;

  @Test
  void findsNoDifferenceAndThenExactlyTheRowThatWasFalsified(RunningPipeline pipeline)
      throws Exception {
    TestDevice device = pipeline.device("rebuild-it-1");
    String session = device.startSession();
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(20));
    device.endSession();
    pipeline.awaitAccounted();

    CommandRun right = rebuild(pipeline);

    assertThat(right.output()).as(right.errors()).endsWith("No row differs.\n");
    assertThat(right.status()).isZero();
    Matcher rows = ROWS.matcher(right.output());
    for (RowKind kind : RowKind.values()) {
      assertThat(rows.find()).as(right.output()).isTrue();
      assertThat(rows.group(1)).isEqualTo(kind.word());
      assertThat(Integer.parseInt(rows.group(2))).as(right.output()).isPositive();
    }

    falsify(pipeline, RecordKeys.session(device.id(), session));
    CommandRun wrong = rebuild(pipeline);

    assertThat(wrong.output().lines().filter(line -> line.startsWith("  ")))
        .as(wrong.errors())
        .satisfiesExactly(
            row -> assertThat(row).contains("sessions " + device.id() + "/" + session),
            field -> assertThat(field).matches(" +treating_ms +live 19999, rebuilt 20000"));
    assertThat(wrong.output()).endsWith("1 row differs.\n");
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(pipeline.admin().listTopics().names().get())
        .noneMatch(topic -> topic.startsWith(Shadow.PREFIX));
    assertThat(pipeline.admin().listGroups().all().get())
        .noneMatch(group -> group.groupId().startsWith(Shadow.PREFIX));
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void saysThatUsageHasNotReadOrIsAnotherApplication(RunningPipeline pipeline) throws Exception {
    Path settings = Files.writeString(work.resolve("settings"), "application.id=another");

    CommandRun run = rebuild(pipeline, "--config", settings.toString());

    assertThat(run.errors()).contains("no application another has read telemetry");
    assertThat(run.status()).isEqualTo(1);
  }

  /** As a fault in what publishes rows would. */
  private static void falsify(RunningPipeline pipeline, String key) throws Exception {
    List<ConsumerRecord<String, SessionSummary>> rows = new ArrayList<>();
    pipeline
        .reader()
        .each(
            TopicCatalogue.SESSIONS,
            SessionSummary.class,
            record -> {
              if (record.key().equals(key)) {
                rows.add(record);
              }
            });
    ConsumerRecord<String, SessionSummary> last = rows.get(rows.size() - 1);
    SessionSummary row = last.value();
    row.setTreatingMs(row.getTreatingMs() - 1);
    row.setRevision(row.getRevision() + 1);
    pipeline.send(
        new ProducerRecord<>(
            last.topic(),
            last.partition(),
            last.timestamp(),
            key.getBytes(StandardCharsets.UTF_8),
            pipeline.serdes().serializer(SessionSummary.class).serialize(last.topic(), row)));
  }

  private CommandRun rebuild(RunningPipeline pipeline, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "usage",
                "rebuild",
                "--bootstrap-servers",
                pipeline.bootstrapServers(),
                "--registry",
                pipeline.registryUrl(),
                "--work",
                work.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
