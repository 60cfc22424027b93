package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.contracts.operations.ListenAddress;
import io.clinictelemetry.contracts.operations.Users;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.postgres.PostgresSink;
import io.clinictelemetry.standalone.embedded.Ports;
import io.clinictelemetry.standalone.harness.ClinicProcess;
import io.clinictelemetry.standalone.harness.OutputTopics;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import io.clinictelemetry.streams.shared.StreamsComponent;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
@OnSharedPipeline
class RunIT {

  /** Of a process that SIGTERM ended. */
  private static final int TERMINATED = 128 + 15;

  private static final Duration TO_STOP = Duration.ofSeconds(30);

  private static final String USER = "ann:another-password";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.findFree();
  @TempDir private Path directory;

  @Test
  void aReplayBesideTheLiveApplicationFindsTheSameAlerts(RunningPipeline pipeline)
      throws Exception {
    String prefix = "replay-it.";
    TestDevice device = pipeline.device("it-replayed");
    device.startSession();
    device.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(3));
    device.treat(TestDevice.HEALTHY_KPA, Duration.ofSeconds(6));
    device.endSession();
    pipeline.awaitAccounted();
    OutputTopics.create(pipeline.admin(), prefix);
    Set<String> tickWriters = tickWriters(ticks(pipeline));

    try (ClinicProcess safety =
        run(
            pipeline,
            "safety",
            Map.of("application.id", "replay-it", StreamsComponent.OUTPUT_PREFIX, prefix))) {
      awaitReady(safety);
      assertThat(get("/health/live")).isEqualTo(200);
      int ticksWhenReady = ticks(pipeline).size();

      awaitPatiently()
          .untilAsserted(
              () ->
                  assertThat(detected(pipeline, prefix))
                      .isNotEmpty()
                      .isEqualTo(detected(pipeline, "")));
      assertThat(body("/metrics")).contains("clinic_telemetry_records");

      // Time goes on by the ticks of the live application alone.
      awaitPatiently().until(() -> ticks(pipeline).size() > ticksWhenReady + 20);
      assertThat(tickWriters(ticks(pipeline))).isEqualTo(tickWriters);
      stopsWithinSeconds(safety);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"usage", "sink", "dashboard"})
  void runsUntilItIsToldToStop(String component, RunningPipeline pipeline) throws Exception {
    String prefix = "run-it-" + component + ".";
    OutputTopics.create(pipeline.admin(), prefix);
    Map<String, String> apart =
        new HashMap<>(
            Map.of(
                "application.id",
                prefix,
                StreamsComponent.OUTPUT_PREFIX,
                prefix,
                PostgresSink.GROUP,
                prefix));
    // Reached from other machines, as in a container.
    apart.put(ListenAddress.HOST, "0.0.0.0");
    apart.put(Users.FILE, Files.writeString(directory.resolve("users"), USER + "\n").toString());
    if (component.equals("sink")) {
      apart.put(DatabaseSettings.URL, pipeline.databases().create("run_it"));
    }

    try (ClinicProcess process = run(pipeline, component, apart)) {
      awaitReady(process);
      assertThat(process.output())
          .contains("%s runs; health and metrics on http://0.0.0.0:%d".formatted(component, port));
      assertThat(get("/health/live")).isEqualTo(200);
      assertThat(get("/metrics")).isEqualTo(401);
      assertThat(get("/metrics", Map.of("Authorization", basic(USER)))).isEqualTo(200);
      stopsWithinSeconds(process);
    }
  }

  @Test
  void aMissingSettingIsOneLineThatNamesIt() throws Exception {
    try (ClinicProcess safety = ClinicProcess.start(directory, "run", "safety")) {
      assertThat(safety.status()).isEqualTo(1);
      assertThat(safety.errors().lines()).hasSize(1);
      assertThat(safety.errors()).contains(Settings.BOOTSTRAP_SERVERS).contains("not set");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"safety", "usage", "sink", "dashboard", "simulator"})
  void refusesToBeReachedFromOtherMachines(String component, RunningPipeline pipeline)
      throws Exception {
    Path file =
        settingsFile(
            pipeline,
            Map.of(ListenAddress.HOST, "0.0.0.0", "simulator.state.dir", directory.toString()));

    CommandRun run = CommandRun.of("run", component, "--config", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors().lines()).hasSize(1);
    assertThat(run.errors()).contains(ListenAddress.HOST + "=0.0.0.0").contains(Users.FILE);
  }

  private ClinicProcess run(RunningPipeline pipeline, String component, Map<String, String> apart)
      throws IOException {
    return ClinicProcess.start(
        directory, "run", component, "--config", settingsFile(pipeline, apart).toString());
  }

  private Path settingsFile(RunningPipeline pipeline, Map<String, String> more) throws IOException {
    Map<String, String> values = new HashMap<>(pipeline.properties());
    values.put(ListenAddress.PORT, Integer.toString(port));
    values.put("state.dir", directory.resolve("state").toString());
    values.putAll(more);
    Properties properties = new Properties();
    properties.putAll(values);
    Path file = directory.resolve("clinic.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private void awaitReady(ClinicProcess process) {
    awaitPatiently()
        .until(
            () -> {
              if (!process.isRunning()) {
                throw new IllegalStateException("it ended: " + process.errors());
              }
              return get("/health/ready") == 200;
            });
  }

  private static void stopsWithinSeconds(ClinicProcess process) throws Exception {
    Instant told = Instant.now();
    process.terminate();
    assertThat(process.status()).as(process.errors()).isEqualTo(TERMINATED);
    assertThat(Duration.between(told, Instant.now())).isLessThan(TO_STOP);
  }

  /** The status; 0 when nobody answers. */
  private int get(String path) throws InterruptedException {
    return get(path, Map.of());
  }

  private int get(String path, Map<String, String> headers) throws InterruptedException {
    try {
      return answer(path, headers).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private String body(String path) throws IOException, InterruptedException {
    return answer(path, Map.of()).body();
  }

  private HttpResponse<String> answer(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(String user) {
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** Alerts by id; when they were detected is no part of what they are. */
  private static Map<String, Alert> detected(RunningPipeline pipeline, String prefix) {
    TopicSpec live = TopicCatalogue.ALERTS;
    TopicSpec topic =
        new TopicSpec(
            prefix + live.name(),
            live.key(),
            live.value(),
            live.partitionedBy(),
            live.kept(),
            live.retention(),
            live.trustedClock());
    return pipeline.reader().latest(topic, Alert.class).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> Alert.newBuilder(entry.getValue()).setDetectedAt(Instant.EPOCH).build()));
  }

  private static List<DeviceEvent> ticks(RunningPipeline pipeline) {
    List<DeviceEvent> ticks = new ArrayList<>();
    var deserializer = pipeline.serdes().deserializer(DeviceEvent.class);
    pipeline.records(TopicCatalogue.TELEMETRY.name()).stream()
        .filter(record -> record.key() == null)
        .map(record -> deserializer.deserialize(record.topic(), record.value()))
        .filter(event -> event.getKind() == EventKind.TICK)
        .forEach(ticks::add);
    return ticks;
  }

  private static Set<String> tickWriters(List<DeviceEvent> ticks) {
    Set<String> writers = new HashSet<>();
    ticks.forEach(tick -> writers.add(tick.getTick().getInstance()));
    return writers;
  }
}
