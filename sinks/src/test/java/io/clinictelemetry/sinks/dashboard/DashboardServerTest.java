package io.clinictelemetry.sinks.dashboard;

import static io.clinictelemetry.sinks.Records.NOON;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.sinks.Records;
import io.clinictelemetry.sinks.TestDatabase;
import io.clinictelemetry.sinks.database.Database;
import io.clinictelemetry.sinks.database.DatabaseSettings;
import io.clinictelemetry.sinks.postgres.TopicWriter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API, the stream and the files over HTTP, with a real database and no broker. */
@TestInstance(Lifecycle.PER_CLASS)
class DashboardServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> settings = new HashMap<>(TestDatabase.settings());
  private Database database;
  private TopicWriter topics;
  private DashboardServer server;

  @BeforeAll
  void start() {
    settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
    settings.put("schema.registry.url", "mock://dashboard");
    settings.put("http.port", "0");
    database = new Database(DatabaseSettings.from(Settings.of(settings)), "tests");
    topics = new TopicWriter(database.jdbi());
    Alert open = Records.alert("open", "d-1").build();
    topics.write(TopicCatalogue.CLINICS, Records.clinic("kathmandu", "Durbar", "Asia/Kathmandu"));
    topics.write(
        TopicCatalogue.DEVICES,
        Records.device("d-1", "kathmandu", DeviceClass.SALON, Modality.MICRODERMABRASION));
    topics.write(TopicCatalogue.ALERTS, open);
    topics.write(TopicCatalogue.ALERT_EVENTS, Records.event(open));
    Alert over =
        Records.cleared(Records.alert("over", "d-1").setLatched(false).build())
            .setStartedAt(NOON.minusSeconds(60))
            .build();
    topics.write(TopicCatalogue.ALERTS, over);
    topics.write(TopicCatalogue.ALERT_EVENTS, Records.event(over));
    topics.write(
        TopicCatalogue.ALERT_EVENTS,
        Records.event(Records.widened(over).build(), AlertTransition.WIDENED));
    topics.write(
        TopicCatalogue.USAGE_HOURLY,
        Records.usage("d-1", "kathmandu", "Asia/Kathmandu", NOON.minusSeconds(2700), 41_300, 1));
    topics.write(TopicCatalogue.READING_ROLLUPS, Records.rollup("d-1", NOON, 30));
    topics.write(TopicCatalogue.ALERT_LOAD, Records.alertLoad("kathmandu", NOON, 1).build());
    topics.write(
        TopicCatalogue.ALERT_LOAD,
        Records.alertLoad("kathmandu", NOON.plusSeconds(3_600), 1)
            .setAcknowledgeCounts(List.of(2L, 0L, 0L, 0L))
            .setStale(2L)
            .build());
    topics.write(TopicCatalogue.LEDGER, Records.ledger("safety", 0));
    topics.write(TopicCatalogue.LIMIT_POLICIES, Records.policy("clinic/c1", 1));
    topics.write(TopicCatalogue.LIMIT_POLICIES, Records.policy("clinic/c1", 2));
    topics.write(TopicCatalogue.LIMIT_POLICIES, Records.policy("device/d-1", 1));
    server =
        new DashboardServer(
            Settings.of(settings),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional.empty());
    server.start();
    Awaitility.await().until(() -> server.health().ready());
  }

  @AfterAll
  void stop() {
    server.close();
    database.close();
  }

  @Test
  void listsActiveAlertsWithTheClinicsOwnTime() throws Exception {
    JsonNode alerts = get("/api/v1/alerts?active=true&device=d-1").path("alerts");

    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).path("alert_id").asText()).isEqualTo("open");
    assertThat(alerts.get(0).path("started_local").asText()).isEqualTo("2026-03-02T17:45:00+05:45");
    assertThat(alerts.get(0).path("clinic_name").asText()).isEqualTo("Durbar");
    assertThat(alerts.get(0).path("limit").asDouble()).isEqualTo(65);
  }

  @Test
  void pagesThroughAlertsWithoutRepeatingOne() throws Exception {
    JsonNode first = get("/api/v1/alerts?device=d-1&limit=1");
    JsonNode second =
        get("/api/v1/alerts?device=d-1&limit=1&before=" + first.path("next").asText());

    assertThat(first.path("alerts").get(0).path("alert_id").asText()).isEqualTo("open");
    assertThat(second.path("alerts").get(0).path("alert_id").asText()).isEqualTo("over");
  }

  @Test
  void tellsHowAnAlertCameToBeSo() throws Exception {
    JsonNode detail = get("/api/v1/alerts/open");

    assertThat(detail.path("alert").path("rule").asText()).isEqualTo("suction-hard-high");
    assertThat(detail.path("events").get(0).path("transition").asText()).isEqualTo("OPENED");
    JsonNode readings = detail.path("readings");
    assertThat(readings.path("device_id").asText()).isEqualTo("d-1");
    assertThat(readings.path("from").asText()).isEqualTo(NOON.minusSeconds(60).toString());
    assertThat(readings.path("channels").get(0).path("points")).isNotEmpty();
  }

  @Test
  void givesTheVersionsOfAScopeWithTheirLimitsTheNewestFirst() throws Exception {
    JsonNode policies = get("/api/v1/policies?scope=clinic/c1").path("policies");

    assertThat(policies.findValuesAsText("version")).containsExactly("2", "1");
    JsonNode approved = policies.get(0);
    assertThat(approved.path("draft").asBoolean()).isFalse();
    assertThat(approved.path("effective_from").asText()).isEqualTo(NOON.toString());
    assertThat(approved.path("approved_by").asText()).isEqualTo("Ada");
    assertThat(approved.path("approves").asInt()).isEqualTo(1);
    assertThat(approved.path("limits").get(0).path("name").asText()).isEqualTo("suction-soft-high");
    assertThat(approved.path("limits").get(0).path("value").asDouble()).isEqualTo(35);
    JsonNode draft = policies.get(1);
    assertThat(draft.path("draft").asBoolean()).isTrue();
    assertThat(draft.path("effective_from").isNull()).isTrue();
    assertThat(get("/api/v1/policies").path("policies")).hasSize(3);
  }

  @Test
  void tellsWhichPartsAreDueAndWhenOnTheClinicsClock() throws Exception {
    JsonNode due = get("/api/v1/maintenance?at=2026-03-02T12:00:00Z&within_days=28&device=d-1");

    assertThat(due.path("rows").findValuesAsText("part")).containsExactly("CALIBRATION");
    assertThat(due.path("rows").get(0).path("status").asText()).isEqualTo("OVERDUE");
    assertThat(due.path("rows").get(0).path("since_local").asText())
        .isEqualTo("2024-05-01T05:45:00+05:45");
    assertThat(due.path("more").asBoolean()).isFalse();
    assertThat(due.path("unknown_devices")).isEmpty();
    assertThat(get("/api/v1/maintenance?limit=1").path("more").asBoolean()).isTrue();
    assertThat(ask("/api/v1/maintenance?format=csv&device=d-1").body()).hasLineCount(5);
  }

  @Test
  void namesEveryTransitionOfAnAlertInOrder() throws Exception {
    assertThat(get("/api/v1/alerts/over").path("events").findValuesAsText("transition"))
        .containsExactly("CLEARED", "WIDENED");
  }

  @Test
  void givesReadingsWithTheBandOfTheDevicesClass() throws Exception {
    JsonNode readings =
        get("/api/v1/devices/d-1/readings?from=2026-03-02T11:59:00Z&to=2026-03-02T12:01:00Z");

    assertThat(readings.path("channels").get(0).path("points").get(0).get(0).asLong())
        .isEqualTo(NOON.toEpochMilli());
    assertThat(readings.path("channels").get(0).path("points").get(0).get(2).asDouble())
        .isEqualTo(30);
    assertThat(readings.path("band").path("soft_high").asDouble()).isEqualTo(41);
    assertThat(readings.path("band").path("hard_high").asDouble()).isEqualTo(55);
    assertThat(readings.path("band").path("assumed").asBoolean()).isTrue();
  }

  @Test
  void givesUsageByTheHourOnTheClinicsWall() throws Exception {
    JsonNode hours =
        get("/api/v1/usage?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z").path("rows");

    assertThat(hours).hasSize(1);
    assertThat(hours.get(0).path("window_local").asText()).isEqualTo("2026-03-02T17:00:00+05:45");
    assertThat(hours.get(0).path("treating_ms").asLong()).isEqualTo(41_300);
  }

  @Test
  void givesTheLoadOfAlertsByTheHour() throws Exception {
    JsonNode hours =
        get("/api/v1/alert-load?clinic=kathmandu&from=2026-03-02T12:59:00Z&to=2026-03-02T13:00:01Z")
            .path("hours");

    assertThat(hours.findValuesAsText("hour_local"))
        .containsExactly("2026-03-02T17:45:00+05:45", "2026-03-02T18:45:00+05:45");
    JsonNode hour = hours.get(0);
    assertThat(hour.path("clinic_name").asText()).isEqualTo("Durbar");
    assertThat(hour.path("alerts").asLong()).isEqualTo(6);
    assertThat(hour.path("by_priority").findValuesAsText("pct"))
        .containsExactly("16.7", "33.3", "50.0");
    assertThat(hour.path("hours_not_settled").asLong()).isEqualTo(1);
    assertThat(hour.path("floods_begun").asLong()).isEqualTo(1);
    JsonNode times = hour.path("time_to_acknowledge");
    assertThat(times.path("p50").path("over_ms").asLong()).isEqualTo(10_000);
    assertThat(times.path("p50").path("up_to_ms").asLong()).isEqualTo(30_000);
    assertThat(times.path("p95").path("over_ms").asLong()).isEqualTo(86_400_000);
    assertThat(times.path("p95").path("up_to_ms").isNull()).as("beyond all bounds").isTrue();
    assertThat(hour.path("top_sources").get(0).path("rule").asText())
        .isEqualTo("suction-soft-high");
    assertThat(hour.path("other_source_alerts").asLong()).isEqualTo(1);
  }

  @Test
  void addsUpTheLoadOfAlertsOverAPeriod() throws Exception {
    JsonNode totals =
        get("/api/v1/alert-load?from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z").path("totals");

    assertThat(totals.path("alerts").asLong()).isEqualTo(12);
    assertThat(totals.path("by_priority").findValuesAsText("alerts"))
        .containsExactly("2", "4", "6");
    assertThat(totals.path("stale").asLong()).isEqualTo(2);
    assertThat(totals.path("hours_not_settled").asLong()).isEqualTo(1);
    assertThat(totals.path("flood_ms").asLong()).isEqualTo(180_000);
    assertThat(totals.path("top_sources").findValuesAsText("alerts")).containsExactly("8", "2");
    assertThat(totals.path("other_source_alerts").asLong()).isEqualTo(2);
    assertThat(totals.path("time_to_acknowledge").path("p50").path("up_to_ms").asLong())
        .isEqualTo(10_000);
    JsonNode none = get("/api/v1/alert-load?clinic=none").path("totals");
    assertThat(none.path("alerts").asLong()).isZero();
    assertThat(none.path("by_priority").get(0).path("pct").isNull()).isTrue();
    assertThat(none.path("time_to_acknowledge").path("p50").isNull()).isTrue();
  }

  @Test
  void listsDevicesLedgerQuarantineAndCounts() throws Exception {
    JsonNode device = get("/api/v1/devices").path("devices").get(0);
    assertThat(device.path("device_id").asText()).isEqualTo("d-1");
    assertThat(device.path("reading").path("last").asDouble()).isEqualTo(30);
    assertThat(get("/api/v1/ledger").path("accounts").get(0).path("balanced").asBoolean()).isTrue();
    assertThat(get("/api/v1/quarantine").path("entries")).isEmpty();
    assertThat(get("/api/v1/overview").path("counts").path("ledger_balanced").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alerts?limit=0",
        "alerts?limit=1001",
        "alerts?limit=many",
        "alerts?active=yes",
        "alerts?before=nonsense",
        "devices/d-1/readings?from=yesterday",
        "devices/d-1/readings?from=2020-01-01T00:00:00Z",
        "usage?to=2020-13-01T00:00:00Z",
        "usage?group=colour",
        "usage?granularity=minute",
        "usage?after=nonsense",
        "usage?format=xml",
        "usage?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
        "usage/heatmap?granularity=hour",
        "maintenance?status=due",
        "maintenance?within_days=-1",
        "maintenance?format=xml",
        "alert-load?from=2020-01-01T00:00:00Z",
        "alert-load?device=d-1",
        "quarantine?limit=-1",
        "overview?limit=1",
        "stream?after=-1"
      })
  void refusesABadParameterByItsName(String path) throws Exception {
    HttpResponse<String> response = ask("/api/v1/" + path);
    String name = path.substring(path.indexOf('?') + 1, path.indexOf('='));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("error").asText()).isEqualTo("bad-parameter");
    assertThat(JSON.readTree(response.body()).path("detail").asText()).startsWith(name + "=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts/none", "devices/none/readings", "none"})
  void saysWhatThereIsNot(String path) throws Exception {
    HttpResponse<String> response = ask("/api/v1/" + path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(response.body()).path("error").asText()).isEqualTo("not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'why': 'seen', 'by': 'Ada'}                                | kind=null: acknowledge, shel",
        "{'kind': 'ACKNOWLEDGE', 'why': 'seen', 'by': 'Ada'}         | kind=ACKNOWLEDGE: acknow",
        "{'kind': 'acknowledge', 'by': 'Ada'}                        | why=null: give 1 to 500 char",
        "{'kind': 'acknowledge', 'why': ' ', 'by': 'Ada'}            | why= : give 1 to 500 charact",
        "{'kind': 'acknowledge', 'why': 'seen'}                      | by=null: give 1 to 100 chara",
        "{'kind': 'shelve', 'why': 'seen', 'by': 'Ada'}              | shelve_s=null: say for how m",
        "{'kind': 'acknowledge', 'why': 'seen', 'who': 'Ada'}        | body=Unrecognized field",
        "{'kind':                                                    | body=Unexpected end-of-input",
        "{'kind': 'reset', 'why': 'x', 'by': 'A', 'command_id': ''}  | command_id=: give 1 to 100"
      })
  void refusesACommandThatLacksSomethingAndNamesIt(String body, String detail) throws Exception {
    HttpResponse<String> response = command("open", "application/json", body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("detail").asText()).startsWith(detail);
  }

  @Test
  void takesNoCommandThatAFormOfAnotherSiteCouldSend() throws Exception {
    HttpResponse<String> response =
        command("open", "text/plain", "{'kind': 'acknowledge', 'why': 'seen', 'by': 'Ada'}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("Content-Type=text/plain: send application/json");
  }

  @Test
  void saysWithWhichIdToSendACommandAgainThatTheBrokerDoesNotTake() throws Exception {
    HttpResponse<String> response =
        command(
            "open",
            "application/json",
            "{'kind': 'acknowledge', 'why': 'seen', 'by': 'Ada', 'command_id': 'again-1'}");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(response.body()).path("error").asText()).isEqualTo("broker");
    assertThat(JSON.readTree(response.body()).path("detail").asText()).contains("again-1");
    assertThat(command("none", "application/json", "{}").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> command(String alert, String type, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri("/api/v1/alerts/" + alert + "/commands"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void alertThatReachesTheDatabaseArrivesOnAnOpenStream() throws Exception {
    long cursor = get("/api/v1/alerts").path("cursor").asLong();
    try (Stream stream = new Stream("/api/v1/stream?after=" + cursor, null)) {
      topics.write(TopicCatalogue.ALERTS, Records.alert("live", "d-2").build());

      assertThat(stream.next("alert").path("alert_id").asText()).isEqualTo("live");
    }
  }

  @Test
  void streamThatComesBackMissesNoAlert() throws Exception {
    topics.write(TopicCatalogue.ALERTS, Records.alert("before", "d-3").build());
    String seen = Long.toString(get("/api/v1/alerts").path("cursor").asLong());
    topics.write(TopicCatalogue.ALERTS, Records.alert("while-away-1", "d-3").build());
    topics.write(TopicCatalogue.ALERTS, Records.alert("while-away-2", "d-3").build());

    try (Stream stream = new Stream("/api/v1/stream?after=0", seen)) {
      topics.write(TopicCatalogue.ALERTS, Records.alert("back", "d-3").build());
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ids.add(stream.next("alert").path("alert_id").asText());
      }
      assertThat(ids).containsExactly("while-away-1", "while-away-2", "back");
    }
  }

  @Test
  void streamTellsWhetherThePipelineSees() throws Exception {
    try (Stream stream = new Stream("/api/v1/stream", null)) {
      JsonNode news = stream.next("pipeline");

      assertThat(news.path("pipeline").path("state").asText()).isIn("STARTING", "BLIND");
      assertThat(news.path("database").asBoolean()).isTrue();
    }
  }

  @Test
  void pageNamesTheLibrariesOnTheClassPathAndAllowsNoOtherHost() throws Exception {
    HttpResponse<String> page = ask("/");
    Matcher map = Pattern.compile("<script type=\"importmap\">(.*?)</script>").matcher(page.body());

    assertThat(map.find()).isTrue();
    String lit = JSON.readTree(map.group(1)).path("imports").path("lit").asText();
    HttpResponse<String> library = ask(lit);
    assertThat(library.statusCode()).isEqualTo(200);
    assertThat(library.headers().firstValue("content-type").orElse(""))
        .startsWith("text/javascript");
    assertThat(library.headers().firstValue("cache-control").orElse("")).contains("immutable");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void unchangedFileIsNotSentAgain() throws Exception {
    String tag = ask("/app/clinic-dashboard.js").headers().firstValue("etag").orElseThrow();
    HttpRequest again =
        HttpRequest.newBuilder(uri("/app/clinic-dashboard.js"))
            .header("If-None-Match", tag)
            .build();

    assertThat(http.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/%2e%2e/index.html",
        "/app/..%2findex.html",
        "/app/%2e%2e%2f%2e%2e/logback-test.xml",
        "/_static/%2e%2e/%2e%2e/importmap.json",
        "/_static/..%5c..%5cimportmap.json"
      })
  void pathThatLeadsOutOfTheFolderIsRefused(String path) throws Exception {
    assertThat(ask(path).statusCode()).isIn(400, 404);
  }

  @Test
  void servesHealthMetricsAndIcon() throws Exception {
    assertThat(ask("/health/live").statusCode()).isEqualTo(200);
    assertThat(ask("/health/ready").statusCode()).isEqualTo(200);
    assertThat(ask("/metrics").body()).contains("clinic_dashboard_streams");
    assertThat(ask("/app/favicon.svg").statusCode()).isEqualTo(200);
  }

  @Test
  void withUsersAnswersNothingButHealthToStrangers(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("users"), "ann:another-password\n");
    Map<String, String> guarded = new HashMap<>(settings);
    guarded.put("http.users.file", file.toString());
    try (DashboardServer second =
        new DashboardServer(
            Settings.of(guarded),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional.empty())) {
      second.start();
      for (String path :
          List.of("/", "/app/api.js", "/api/v1/alerts", "/api/v1/stream", "/metrics", "/none")) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(second, path));
        HttpResponse<String> stranger = http.send(request.build(), BodyHandlers.ofString());
        assertThat(stranger.statusCode()).as(path).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse(""))
            .as(path)
            .startsWith("Basic realm=");
        assertThat(JSON.readTree(stranger.body()).path("error").asText())
            .isEqualTo("not-authenticated");

        request.header("Authorization", "Basic YW5uOmFub3RoZXItcGFzc3dvcmQ=");
        HttpResponse<InputStream> known = http.send(request.build(), BodyHandlers.ofInputStream());
        known.body().close();
        assertThat(known.statusCode()).as(path).isEqualTo(path.equals("/none") ? 404 : 200);
      }
      HttpRequest who =
          HttpRequest.newBuilder(uri(second, "/api/v1/user"))
              .header("Authorization", "Basic YW5uOmFub3RoZXItcGFzc3dvcmQ=")
              .build();
      assertThat(http.send(who, BodyHandlers.ofString()).body()).isEqualTo("{\"user\":\"ann\"}");
      assertThat(get("/api/v1/user").path("user").isNull()).isTrue();
      for (String path : List.of("/health/live", "/health/ready")) {
        HttpRequest request = HttpRequest.newBuilder(uri(second, path)).build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isIn(200, 503);
      }
    }
  }

  @Test
  void doesNotAnswerToTheNameOfAnotherHost() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write("GET /api/v1/alerts HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void namesTheSettingWhenThePortIsTaken() {
    Map<String, String> taken = new HashMap<>(settings);
    taken.put("http.port", Integer.toString(server.port()));
    DashboardServer second =
        new DashboardServer(
            Settings.of(taken),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Optional.empty());

    assertThatThrownBy(second::start)
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("http.port=" + server.port());
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = ask(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return uri(server, path);
  }

  private static URI uri(DashboardServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** An open stream of server-sent events. */
  private final class Stream implements AutoCloseable {
    private final BufferedReader lines;

    Stream(String path, String lastEventId) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
      if (lastEventId != null) {
        request.header("Last-Event-ID", lastEventId);
      }
      lines =
          new BufferedReader(
              new InputStreamReader(
                  http.send(request.build(), BodyHandlers.ofInputStream()).body(),
                  StandardCharsets.UTF_8));
    }

    /** Data of the next event of that name; others are passed over. */
    JsonNode next(String event) throws IOException {
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && name.equals(event)) {
          return JSON.readTree(line.substring("data: ".length()));
        }
      }
      throw new IOException("the stream ended before an event " + event);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
