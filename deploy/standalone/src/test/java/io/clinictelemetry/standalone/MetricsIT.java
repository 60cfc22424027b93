package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.producers.simulator.SimulatorComponent;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.notifications.Notifier;
import io.clinictelemetry.sinks.postgres.PostgresSink;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/metrics.md} has exactly the metrics that running components serve. */
@Timeout(600)
@OnSharedPipeline
class MetricsIT {

  private static final Markdown PAGE = Project.document("docs/metrics.md");
  private static final Pattern HEADER = Pattern.compile("# (HELP|TYPE) (\\w+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("(clinic_\\w+?)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
  private static final Set<String> OF_HISTOGRAMS = Set.of("le", "quantile");

  /** What the page or a component says of a metric. */
  private record Metric(String type, Set<String> labels, String meaning) {}

  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"safety", "usage", "dashboard"})
  void thePageHasTheMetricsOf(String component, RunningPipeline pipeline) {
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(served(scrape(pipeline.metricsUrl(component))))
                    .isEqualTo(documented(component)));
  }

  @Test
  void thePageHasTheMetricsOfTheSink(RunningPipeline pipeline) throws Exception {
    Map<String, String> settings = new HashMap<>(pipeline.properties());
    settings.put(DatabaseSettings.URL, pipeline.databases().create("metrics_it"));
    settings.put(PostgresSink.GROUP, "metrics-it");
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (PostgresSink sink = new PostgresSink(Settings.of(settings), metrics)) {
      sink.start();
      awaitPatiently()
          .untilAsserted(() -> assertThat(served(metrics.scrape())).isEqualTo(documented("sink")));
    }
  }

  @Test
  void thePageHasTheMetricsOfTheNotifier(RunningPipeline pipeline) throws Exception {
    Map<String, String> settings = new HashMap<>(pipeline.properties());
    settings.put(DatabaseSettings.URL, pipeline.databases().create("metrics_it_notifier"));
    settings.put("http.port", "0");
    // Nobody listens there: that is a matter of deliveries, not of metrics.
    settings.put("notifier.alertmanager.url", "http://127.0.0.1:1");
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Notifier notifier = new Notifier(Settings.of(settings), metrics)) {
      notifier.start();
      awaitPatiently()
          .untilAsserted(
              () -> assertThat(served(metrics.scrape())).isEqualTo(documented("notifier")));
    }
  }

  @Test
  void thePageHasTheMetricsOfTheSimulator(RunningPipeline pipeline, @TempDir Path directory)
      throws Exception {
    Map<String, String> settings = new HashMap<>(pipeline.properties());
    settings.put(SimulatorComponent.STATE_DIR, directory.toString());
    settings.put("http.port", "0");
    // Not started: the shared pipeline needs no further devices.
    try (SimulatorComponent simulator = new SimulatorComponent(Settings.of(settings))) {
      assertThat(served(scrape("http://127.0.0.1:%d/metrics".formatted(simulator.port()))))
          .isEqualTo(documented("simulator"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"safety", "usage"})
  void kafkasOwnMetricsOnThePageAreThere(String component, RunningPipeline pipeline) {
    Set<String> named =
        PAGE.table("metric of Kafka", "labels", "meaning").stream()
            .map(row -> Markdown.code(row.get(0)))
            .collect(Collectors.toSet());
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(
                        scrape(pipeline.metricsUrl(component))
                            .lines()
                            .map(line -> line.split("[{ ]", 2)[0]))
                    .containsAll(named));
  }

  @Test
  void storesOfEveryKindAreMeasured(RunningPipeline pipeline) {
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(scrape(pipeline.metricsUrl("safety")))
                    .containsPattern("kafka_stream_state_put_rate\\{.*store=\"safety-devices\"")
                    .containsPattern("kafka_stream_state_put_rate\\{.*store=\"safety-waiting\""));
  }

  private String scrape(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private static Map<String, Metric> documented(String component) {
    Map<String, Metric> documented = new TreeMap<>();
    for (List<String> row : PAGE.table("metric", "of", "type", "labels", "unit", "meaning")) {
      if (List.of(row.get(1).split(", ")).contains(component)) {
        Set<String> labels = new TreeSet<>(Markdown.codeSpans(row.get(3)));
        documented.put(Markdown.code(row.get(0)), new Metric(row.get(2), labels, row.get(5)));
      }
    }
    return documented;
  }

  /** Our own metrics; the largest value of a histogram, in a metric of its own, is left out. */
  private static Map<String, Metric> served(String scrape) {
    Map<String, String> types = new HashMap<>();
    Map<String, String> meanings = new HashMap<>();
    Map<String, Set<String>> labels = new HashMap<>();
    for (String line : scrape.lines().toList()) {
      Matcher header = HEADER.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (header.matches() && header.group(2).startsWith("clinic_")) {
        (header.group(1).equals("TYPE") ? types : meanings).put(header.group(2), header.group(3));
      } else if (sample.matches()) {
        Set<String> found =
            labels.computeIfAbsent(family(sample.group(1), types), name -> new TreeSet<>());
        LABEL
            .matcher(sample.group(2) == null ? "" : sample.group(2))
            .results()
            .map(label -> label.group(1))
            .filter(label -> !OF_HISTOGRAMS.contains(label))
            .forEach(found::add);
      }
    }
    Map<String, Metric> served = new TreeMap<>();
    labels.forEach(
        (name, found) -> served.put(name, new Metric(types.get(name), found, meanings.get(name))));
    served.keySet().removeIf(name -> name.endsWith("_max") && types.containsKey(withoutMax(name)));
    return served;
  }

  private static String withoutMax(String name) {
    return name.substring(0, name.length() - "_max".length());
  }

  /** The metric that a sample belongs to: a histogram has samples with endings. */
  private static String family(String name, Map<String, String> types) {
    return types.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count)$", "");
  }
}
