package io.clinictelemetry.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The topics as a stranger finds them, from Python with librdkafka and Avro.
 *
 * <p>Skipped where these are not installed (Debian: python3-confluent-kafka and python3-avro),
 * unless {@value #REQUIRED} is {@code true} in the environment.
 */
@Timeout(600)
@OnSharedPipeline
class IndependentClientIT {

  private static final String REQUIRED = "CLINIC_REQUIRE_INDEPENDENT_CLIENT";
  private static final String PYTHON = "/usr/bin/python3";
  private static final String SCRIPT = "src/test/python/independent_client.py";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @BeforeEach
  void requirePythonClient() throws Exception {
    boolean there =
        Files.isExecutable(Path.of(PYTHON))
            && run(PYTHON, "-c", "import confluent_kafka, avro.io").status() == 0;
    if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
      assertThat(there)
          .as("%s with confluent_kafka and avro, because of %s", PYTHON, REQUIRED)
          .isTrue();
    }
    assumeTrue(
        there,
        "no %s with confluent_kafka and avro (Debian: python3-confluent-kafka python3-avro)"
            .formatted(PYTHON));
  }

  @Test
  void readsAnAlertThroughTheRegistry(RunningPipeline pipeline) throws Exception {
    TestDevice device = pipeline.device("it-independent");
    device.startSession();
    device.treat(TestDevice.STUCK_KPA, Duration.ofMillis(600));
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(5));
    device.endSession();
    pipeline.awaitAccounted();
    Map<String, Alert> alerts = pipeline.reader().latest(TopicCatalogue.ALERTS, Alert.class);

    JsonNode read = client(pipeline, "read-alert", device.id());

    Alert alert = alerts.get(read.get("alert_id").asText());
    assertThat(read.get("key").asText()).isEqualTo(alert.getAlertId());
    assertThat(read.get("subject_id").asText()).isEqualTo(device.id());
    assertThat(read.get("rule").asText()).isEqualTo(alert.getRule());
    assertThat(read.get("priority").asText()).isEqualTo(alert.getPriority().name());
    assertThat(read.get("peak").asDouble()).isEqualTo(TestDevice.STUCK_KPA);
    assertThat(read.get("unit").asText()).isEqualTo("kPa");
  }

  @Test
  void whatItSendsAndCannotBeUsedIsInQuarantine(RunningPipeline pipeline) throws Exception {
    Ledger before = pipeline.awaitAccounted();

    JsonNode sent = client(pipeline, "send-unusable", "it-independent-unusable");

    Ledger after = pipeline.awaitAccounted();
    assertThat(after.balanced()).isTrue();
    for (String application : Ledger.APPLICATIONS) {
      assertThat(
              after.sum(application, LedgerEntry::getQuarantined)
                  - before.sum(application, LedgerEntry::getQuarantined))
          .isEqualTo(3);
    }
    Map<String, String> reasons =
        pipeline.records(TopicCatalogue.QUARANTINE.name()).stream()
            .collect(
                Collectors.toMap(
                    kept ->
                        header(kept.headers(), QuarantineHeaders.PARTITION)
                            + "@"
                            + header(kept.headers(), QuarantineHeaders.OFFSET),
                    kept -> header(kept.headers(), QuarantineHeaders.REASON)));
    assertThat(sent.size()).isEqualTo(3);
    for (Map.Entry<String, JsonNode> record : sent.properties()) {
      JsonNode place = record.getValue();
      assertThat(reasons)
          .containsEntry(place.get("partition") + "@" + place.get("offset"), record.getKey());
    }
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private JsonNode client(RunningPipeline pipeline, String action, String device) throws Exception {
    Outcome outcome =
        run(PYTHON, SCRIPT, pipeline.bootstrapServers(), pipeline.registryUrl(), action, device);
    assertThat(outcome.status()).as(outcome.errors()).isZero();
    return JSON.readTree(outcome.output());
  }

  private Outcome run(String... command) throws IOException, InterruptedException {
    Path errors = directory.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output, Files.readString(errors));
  }

  private record Outcome(int status, String output, String errors) {}
}
