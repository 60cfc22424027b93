package io.clinictelemetry.contracts.operations;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clinictelemetry.contracts.settings.SettingException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} (Prometheus), {@code /health/live} and {@code /health/ready} to those
 * whom {@link Access} lets in.
 */
public final class OperationsServer implements AutoCloseable {

  private final HttpServer server;
  private final Access access;
  private final ExecutorService executor;

  /**
   * Starts to listen.
   *
   * @throws SettingException when the port is taken
   */
  public OperationsServer(
      ListenAddress address, PrometheusMeterRegistry metrics, Supplier<Health> health) {
    access = new Access(address);
    try {
      server = HttpServer.create(address.socket(), 0);
    } catch (IOException e) {
      throw new SettingException(
          ListenAddress.PORT,
          Integer.toString(address.port()),
          "cannot listen on %s (%s); set another port".formatted(address.host(), e.getMessage()));
    }
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "operations-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    serve("/metrics", () -> new Answer(200, metrics.scrape(), "text/plain; version=0.0.4"));
    serve("/health/live", () -> answer(health, Health::live));
    serve("/health/ready", () -> answer(health, Health::ready));
    server.start();
  }

  private record Answer(int status, String body, String type) {}

  private static Answer answer(Supplier<Health> health, Predicate<Health> good) {
    try {
      Health now = health.get();
      return new Answer(good.test(now) ? 200 : 503, now.detail() + "\n", "text/plain");
    } catch (RuntimeException e) {
      return new Answer(503, "the check itself failed: " + e + "\n", "text/plain");
    }
  }

  private void serve(String path, Supplier<Answer> answers) {
    server.createContext(
        path,
        exchange -> {
          // The server also gives a context everything that only begins with its path.
          boolean exact = path.equals(exchange.getRequestURI().getPath());
          Optional<Access.Refusal> refusal = refusal(exchange);
          if (refusal.isPresent()) {
            refusal.get().headers().forEach(exchange.getResponseHeaders()::set);
            String why = refusal.get().detail() + "\n";
            send(exchange, new Answer(refusal.get().status(), why, "text/plain"));
          } else {
            send(exchange, exact ? answers.get() : new Answer(404, "not found\n", "text/plain"));
          }
        });
  }

  private Optional<Access.Refusal> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    return access.refusal(
        exchange.getRequestURI().getPath(),
        headers.getFirst("Host"),
        headers.getFirst("Authorization"));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }
}
