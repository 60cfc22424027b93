package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.TestEvents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestEvents;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
@OnSharedPipeline
class QuarantineCommandIT {

  private static final String DEVICE = "it-replay";
  private static final int FRAMES = 3;

  private final TestEvents device = new TestEvents(DEVICE);

  @Test
  void aReplayedRecordIsAppliedOnceOrQuarantinedAgain(RunningPipeline pipeline) throws Exception {
    byte[] frame = bytes(pipeline, device.frame(2));
    byte[] noAvro = "no Avro at all".getBytes(StandardCharsets.UTF_8);
    pipeline.send(device.record(bytes(pipeline, device.sessionStarted())));
    pipeline.send(device.record(bytes(pipeline, device.frame(1))));
    String misplaced = coordinates(pipeline.send(device.record(frame, 1)));
    String incurable = coordinates(pipeline.send(device.record(noAvro)));
    pipeline.send(device.record(bytes(pipeline, device.frame(3))));
    pipeline.send(device.record(bytes(pipeline, device.sessionEnded(4))));
    Ledger found = pipeline.awaitAccounted();
    assertSession(pipeline, FRAMES - 1);

    assertListed(pipeline, misplaced + ".* wrong-partition .*", incurable + ".* not-avro .*");
    assertThat(clinic(pipeline, "inspect", misplaced).output())
        .contains("wrong-partition", DEVICE, "io.clinictelemetry.avro.DeviceEvent", "vacuum_kpa");
    assertThat(clinic(pipeline, "inspect", incurable).output())
        .contains("at byte 0 of 14", "|no Avro at all|");
    assertThat(clinic(pipeline, "replay", "--device", DEVICE, "--dry-run").output())
        .contains(misplaced + " would go to partition", "2 would be sent");
    assertThat(replayed(pipeline)).isEmpty();

    assertThat(clinic(pipeline, "replay", "--device", DEVICE).output()).contains("2 sent");
    Ledger first = pipeline.awaitAccounted();
    assertAdded(found, first, 1, 0, 1);
    assertSession(pipeline, FRAMES);
    ConsumerRecord<byte[], byte[]> again = replayed(pipeline, misplaced);
    assertThat(again.partition()).isEqualTo(device.record(frame).partition());
    assertThat(again.key()).isEqualTo(device.record(frame).key());
    assertThat(again.value()).isEqualTo(frame);
    assertListed(
        pipeline,
        misplaced + ".* wrong-partition .*",
        incurable + ".* not-avro .*",
        coordinates(replayed(pipeline, incurable)) + ".* not-avro .*");

    CommandRun second = clinic(pipeline, "replay", "--device", DEVICE);
    assertThat(second.output()).contains("2 sent", "1 left out");
    Ledger last = pipeline.awaitAccounted();
    assertAdded(first, last, 0, 1, 1);
    assertSession(pipeline, FRAMES);
    assertThat(last.balanced()).isTrue();
  }

  @Test
  void aRecordThatIsNotThereIsNamed(RunningPipeline pipeline) {
    for (String verb : List.of("inspect", "replay")) {
      CommandRun run = clinic(pipeline, verb, "clinic.telemetry/0/999999");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errors()).contains("clinic.telemetry/0/999999");
    }
  }

  private static CommandRun clinic(RunningPipeline pipeline, String... arguments) {
    return CommandRun.of(
        Stream.of(
                Stream.of("quarantine"),
                Arrays.stream(arguments),
                Stream.of("--bootstrap-servers", pipeline.bootstrapServers()),
                arguments[0].equals("inspect")
                    ? Stream.of("--registry", pipeline.registryUrl())
                    : Stream.<String>empty())
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  /** The lines of the device's records, in the order of their time; each a pattern. */
  private static void assertListed(RunningPipeline pipeline, String... lines) {
    List<String> listed =
        clinic(pipeline, "list", "--device", DEVICE, "--since", "1h")
            .output()
            .lines()
            .filter(line -> line.startsWith(TopicCatalogue.TELEMETRY.name()))
            .toList();
    assertThat(listed).hasSameSizeAs(lines);
    for (String line : lines) {
      assertThat(listed).as(line).anyMatch(found -> found.matches(line));
    }
  }

  private static void assertAdded(
      Ledger before, Ledger after, long applied, long duplicate, long quarantined) {
    for (String application : Ledger.APPLICATIONS) {
      // Late when the machine was slow between the treatment and its replay.
      assertThat(
              after.sum(application, entry -> entry.getApplied() + entry.getLate())
                  - before.sum(application, entry -> entry.getApplied() + entry.getLate()))
          .isEqualTo(applied);
      assertThat(
              after.sum(application, LedgerEntry::getDuplicate)
                  - before.sum(application, LedgerEntry::getDuplicate))
          .isEqualTo(duplicate);
      assertThat(
              after.sum(application, LedgerEntry::getQuarantined)
                  - before.sum(application, LedgerEntry::getQuarantined))
          .isEqualTo(quarantined);
    }
  }

  private void assertSession(RunningPipeline pipeline, int frames) {
    RunningPipeline.awaitPatiently()
        .untilAsserted(
            () -> {
              SessionSummary session =
                  pipeline
                      .reader()
                      .latest(TopicCatalogue.SESSIONS, SessionSummary.class)
                      .get(device.sessionKey());
              assertThat(session.getStatus()).isEqualTo(SessionStatus.CLOSED);
              assertThat(session.getSamplesReceived())
                  .isEqualTo((long) frames * TestEvents.SAMPLES);
              assertThat(session.getTreatingMs()).isEqualTo(frames * 1_000L);
            });
  }

  /** What was fed back of the device's records. */
  private static List<ConsumerRecord<byte[], byte[]>> replayed(RunningPipeline pipeline) {
    byte[] key = DEVICE.getBytes(StandardCharsets.UTF_8);
    return pipeline.records(TopicCatalogue.TELEMETRY.name()).stream()
        .filter(record -> Arrays.equals(record.key(), key))
        .filter(record -> record.headers().lastHeader(QuarantineHeaders.REPLAYED_FROM) != null)
        .toList();
  }

  private static ConsumerRecord<byte[], byte[]> replayed(RunningPipeline pipeline, String origin) {
    List<ConsumerRecord<byte[], byte[]>> found =
        replayed(pipeline).stream()
            .filter(
                record -> {
                  Header header = record.headers().lastHeader(QuarantineHeaders.REPLAYED_FROM);
                  return new String(header.value(), StandardCharsets.UTF_8).equals(origin);
                })
            .toList();
    assertThat(found).as("fed back, of %s", origin).hasSize(1);
    return found.get(0);
  }

  private static String coordinates(RecordMetadata sent) {
    return "%s/%d/%d".formatted(sent.topic(), sent.partition(), sent.offset());
  }

  private static String coordinates(ConsumerRecord<byte[], byte[]> record) {
    return "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset());
  }
}
