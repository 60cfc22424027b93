package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.standalone.harness.ClinicProcess;
import io.clinictelemetry.standalone.harness.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With {@code CLINIC_LOG_FORMAT=json}, every line of a component is one object. */
@Timeout(600)
class JsonLogsIT {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Map<String, String> AS_JSON = Map.of("CLINIC_LOG_FORMAT", "json");

  /** Nobody listens there. */
  private static final Map<String, String> NOBODY_ANSWERS =
      Map.of(
          "CLINIC_LOG_FORMAT", "json",
          "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
          "SCHEMA_REGISTRY_URL", "http://127.0.0.1:1",
          "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/clinic",
          "DATABASE_USER", "clinic",
          "HTTP_PORT", "0");

  @TempDir private Path directory;

  @Test
  void everyLineOfARunningComponentIsAnObjectThatNamesIt() throws Exception {
    try (ClinicProcess dashboard = run(NOBODY_ANSWERS, "dashboard")) {
      awaitPatiently()
          .untilAsserted(
              () ->
                  assertThat(dashboard.errors())
                      .contains("dashboard runs", "Cannot follow the alerts"));
      dashboard.terminate();
      assertThat(dashboard.status()).isEqualTo(128 + 15);

      List<JsonNode> lines = parse(dashboard, "dashboard");
      assertThat(lines)
          .extracting(line -> line.path("formattedMessage").asText())
          .anyMatch(message -> message.startsWith("dashboard runs; health and metrics on http://"))
          .anyMatch(message -> message.startsWith("Cannot follow the alerts, trying again"))
          .contains("dashboard stops");
      assertThat(lines).extracting(line -> line.path("level").asText()).contains("INFO", "WARN");
    }
  }

  @Test
  void aFailureIsAnObjectWithItsStackTrace() throws Exception {
    try (ClinicProcess safety = run(AS_JSON, "safety")) {
      assertThat(safety.status()).isEqualTo(1);

      List<JsonNode> lines = parse(safety, "safety");
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0).path("level").asText()).isEqualTo("ERROR");
      assertThat(lines.get(0).path("formattedMessage").asText())
          .contains("kafka.bootstrap.servers");
      assertThat(lines.get(0).at("/throwable/className").asText()).endsWith("SettingException");
      assertThat(lines.get(0).at("/throwable/stepArray").size()).isPositive();
    }
  }

  @Test
  void aFormatThatThereIsNotIsNamed() throws Exception {
    try (ClinicProcess safety = run(Map.of("CLINIC_LOG_FORMAT", "xml"), "safety")) {
      assertThat(safety.status()).isEqualTo(2);
      assertThat(safety.errors()).contains("CLINIC_LOG_FORMAT=xml: set json or text");
    }
  }

  private ClinicProcess run(Map<String, String> environment, String component) throws IOException {
    return ClinicProcess.start(
        Distribution.ofThisBuild(), directory, List.of(), environment, List.of("run", component));
  }

  private static List<JsonNode> parse(ClinicProcess process, String component) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : (process.output() + process.errors()).lines().toList()) {
      JsonNode object = JSON.readTree(line);
      assertThat(object.isObject()).as(line).isTrue();
      assertThat(object.path("timestamp").asLong()).as(line).isPositive();
      assertThat(object.path("loggerName").asText()).as(line).isNotEmpty();
      assertThat(object.path("threadName").asText()).as(line).isNotEmpty();
      assertThat(object.at("/context/properties/component").asText()).as(line).isEqualTo(component);
      lines.add(object);
    }
    return lines;
  }
}
