package io.clinictelemetry.contracts.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import io.clinictelemetry.contracts.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsServerTest {

  private static final ListenAddress ANY_PORT = new ListenAddress("127.0.0.1", 0, Optional.empty());

  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient http = HttpClient.newHttpClient();
  private Supplier<Health> health = () -> new Health(true, true, "running");

  private OperationsServer start() {
    return new OperationsServer(ANY_PORT, metrics, () -> health.get());
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private void assertAnswers(OperationsServer server, String path, int status, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = get(server.port(), path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    assertThat(answer.body()).as(path).isEqualTo(body);
  }

  @Test
  void tellsThatItIsLiveAndReady() throws Exception {
    try (OperationsServer server = start()) {
      assertAnswers(server, "/health/live", 200, "running\n");
      assertAnswers(server, "/health/ready", 200, "running\n");
    }
  }

  @Test
  void tellsWhyItIsNotReady() throws Exception {
    health = () -> new Health(true, false, "restoring state of partition 3");
    try (OperationsServer server = start()) {
      assertAnswers(server, "/health/live", 200, "restoring state of partition 3\n");
      assertAnswers(server, "/health/ready", 503, "restoring state of partition 3\n");
    }
  }

  @Test
  void tellsWhyOnlyARestartHelps() throws Exception {
    health = () -> new Health(false, false, "all threads ended");
    try (OperationsServer server = start()) {
      assertAnswers(server, "/health/live", 503, "all threads ended\n");
      assertAnswers(server, "/health/ready", 503, "all threads ended\n");
    }
  }

  @Test
  void aCheckThatFailsIsAnAnswerToo() throws Exception {
    health =
        () -> {
          throw new IllegalStateException("closed");
        };
    try (OperationsServer server = start()) {
      String why = "the check itself failed: java.lang.IllegalStateException: closed\n";
      assertAnswers(server, "/health/live", 503, why);
      assertAnswers(server, "/health/ready", 503, why);
    }
  }

  @Test
  void showsTheMetricsAsPrometheusReadsThem() throws Exception {
    metrics.counter("clinic.records").increment(3);
    try (OperationsServer server = start()) {
      HttpResponse<String> answer = get(server.port(), "/metrics");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.body()).contains("# TYPE clinic_records_total counter").endsWith("\n");
    }
  }

  @Test
  void servesNothingElse() throws Exception {
    try (OperationsServer server = start()) {
      assertThat(get(server.port(), "/").statusCode()).isEqualTo(404);
      assertThat(get(server.port(), "/health").statusCode()).isEqualTo(404);
      assertThat(get(server.port(), "/health/readyish").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void withUsersAsksWhoWantsMetricsAndTellsHealthToAll(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("users"), "ann:another-password\n");
    Settings settings = Settings.of(Map.of("http.users.file", file.toString(), "http.port", "0"));
    try (OperationsServer server =
        new OperationsServer(ListenAddress.from(settings, 0), metrics, health)) {
      HttpResponse<String> stranger = get(server.port(), "/metrics");
      assertThat(stranger.statusCode()).isEqualTo(401);
      assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse(""))
          .startsWith("Basic realm=");
      assertThat(get(server.port(), "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(server.port(), "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(server.port(), "/health/ready/more").statusCode()).isEqualTo(401);

      HttpRequest known =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(server.port())))
              .header("Authorization", "Basic YW5uOmFub3RoZXItcGFzc3dvcmQ=")
              .build();
      assertThat(http.send(known, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void doesNotAnswerToTheNameOfAnotherHost() throws Exception {
    try (OperationsServer server = start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void aTakenPortIsNamed() {
    try (OperationsServer first = start()) {
      ListenAddress taken = new ListenAddress("127.0.0.1", first.port(), Optional.empty());
      assertThatThrownBy(() -> new OperationsServer(taken, metrics, health))
          .isInstanceOf(SettingException.class)
          .hasMessageContainingAll("http.port=" + first.port(), "in use", "set another port");
    }
  }

  @Test
  void listensNoMoreOnceClosed() {
    OperationsServer server = start();
    int port = server.port();
    server.close();
    assertThatThrownBy(() -> get(port, "/metrics")).isInstanceOf(ConnectException.class);
  }
}
