package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.embedded.Guards;
import io.clinictelemetry.standalone.harness.ClinicProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern KAFKA = Pattern.compile("Kafka +(127\\.0\\.0\\.1:\\d+)");
  private static final Pattern ALERT = Pattern.compile(" (HIGH|MEDIUM) +(suction|current)-");

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
    try (ClinicProcess first = demo(data)) {
      awaitPatiently().until(() -> ALERT.matcher(output(first)).find());
      servers =
          List.of(Guards.server(data.resolve("registry")), Guards.server(data.resolve("postgres")));
      toEnd.addAll(servers);

      try (ClinicProcess second = demo(data)) {
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.errors())
            .contains("Another clinic command is using the data directory " + data);
      }
      assertThat(servers).allMatch(Guards::isRunning);

      servers.forEach(Guards::kill);
      acknowledged = telemetryEnd(address(first));
      alertsSeen = ALERT.matcher(output(first)).results().count();
    }
    assertThat(servers).as("servers that outlive the killed demo").allMatch(Guards::isRunning);
    ProcessHandle stranger = new ProcessBuilder("sleep", "600").start().toHandle();
    toEnd.add(stranger);
    Guards.recordReused(data.resolve("stranger"), stranger);

    Path report = directory.resolve("report.json");
    try (ClinicProcess next = demo(data, "--for", "12s", "--report", report.toString())) {
      assertThat(next.status()).as(next.output() + next.errors()).isZero();
      assertThat(next.output().lines().filter(line -> line.startsWith("Ended ")))
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

  private ClinicProcess demo(Path data, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("demo", "--data", data.toString()));
    for (String port : List.of("", "kafka-", "registry-", "postgres-")) {
      arguments.addAll(List.of("--%sport".formatted(port), "0"));
    }
    arguments.addAll(List.of(more));
    return ClinicProcess.start(directory, arguments.toArray(String[]::new));
  }

  private static String output(ClinicProcess demo) throws Exception {
    assertThat(demo.isRunning()).as(demo.output() + demo.errors()).isTrue();
    return demo.output();
  }

  private static String address(ClinicProcess demo) throws Exception {
    Matcher kafka = KAFKA.matcher(output(demo));
    assertThat(kafka.find()).isTrue();
    return kafka.group(1);
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
