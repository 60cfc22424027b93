package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.embedded.Guards;
import io.clinictelemetry.standalone.harness.Distribution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A demo that is killed with no chance to stop anything, and the next one on its directory. */
@Timeout(300)
class DemoCrashIT {

  @TempDir private Path directory;
  private final List<ProcessHandle> toEnd = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    Guards.killAll(toEnd);
  }

  @Test
  void theNextStartEndsWhatIsLeftLosesNothingAndBalances() throws Exception {
    Path data = directory.resolve("data");
    List<ProcessHandle> servers;
    long acknowledged;
    long alertsSeen;
    try (DemoProcess first = demo(data)) {
      awaitPatiently().until(() -> first.alertsSeen() > 0);
      servers =
          List.of(Guards.server(data.resolve("registry")), Guards.server(data.resolve("postgres")));
      toEnd.addAll(servers);

      try (DemoProcess second = demo(data)) {
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.printed())
            .contains("Another clinic command is using the data directory " + data);
      }
      assertThat(servers).allMatch(Guards::isRunning);

      servers.forEach(Guards::kill);
      acknowledged = telemetryEnd(first.bootstrapServers());
      alertsSeen = first.alertsSeen();
      first.kill();
    }
    assertThat(servers).as("servers that outlive the killed demo").allMatch(Guards::isRunning);
    ProcessHandle stranger = new ProcessBuilder("sleep", "600").start().toHandle();
    toEnd.add(stranger);
    Guards.recordReused(data.resolve("stranger"), stranger);

    Path report = directory.resolve("report.json");
    try (DemoProcess next = demo(data, "--for", "12s", "--report", report.toString())) {
      assertThat(next.status()).as(next.printed()).isZero();
      assertThat(next.errors()).as("what belongs into the log").isEmpty();
      assertThat(data.resolve("logs").resolve("clinic.log")).isNotEmptyFile();
      assertThat(next.printed().lines().filter(line -> line.startsWith("Ended ")))
          .containsExactlyInAnyOrderElementsOf(
              List.of(
                  ended("The schema registry", servers.get(0)),
                  ended("PostgreSQL", servers.get(1))));
    }
    assertThat(servers).noneMatch(Guards::isRunning);
    assertThat(Guards.isRunning(stranger)).isTrue();

    JsonNode result = new ObjectMapper().readTree(report.toFile());
    assertThat(result.at("/passed").booleanValue()).as(result.toPrettyString()).isTrue();
    assertThat(result.at("/ledger/balanced").booleanValue()).isTrue();
    assertThat(result.at("/truth/differences").intValue()).isZero();
    for (String application : List.of("safety", "usage")) {
      assertThat(result.at("/ledger/applications/" + application + "/input").longValue())
          .as("records that %s took, of both demos", application)
          .isGreaterThanOrEqualTo(acknowledged + result.at("/produced/events").longValue());
    }
    assertThat(result.at("/sink/alert_rows").longValue())
        .isEqualTo(result.at("/alerts/opened").longValue())
        .isGreaterThanOrEqualTo(alertsSeen);
  }

  private DemoProcess demo(Path data, String... options) throws Exception {
    return DemoProcess.start(Distribution.ofThisBuild(), directory, data, options);
  }

  private static String ended(String server, ProcessHandle process) {
    return "Ended %s (process %d), which a demo that was killed had left running"
        .formatted(server, process.pid());
  }

  /** Records that the broker has acknowledged, ticks included. */
  private static long telemetryEnd(String bootstrapServers) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      String topic = TopicCatalogue.TELEMETRY.name();
      return consumer
          .endOffsets(
              IntStream.range(0, consumer.partitionsFor(topic).size())
                  .mapToObj(partition -> new TopicPartition(topic, partition))
                  .collect(Collectors.toSet()))
          .values()
          .stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }
}
