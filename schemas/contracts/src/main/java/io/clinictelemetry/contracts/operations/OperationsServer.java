package io.clinictelemetry.contracts.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clinictelemetry.contracts.settings.SettingException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code /metrics} (Prometheus), {@code /health/live} and {@code /health/ready}. */
public final class OperationsServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService executor;

  /**
   * Starts to listen.
   *
   * @throws SettingException when the port is taken
   */
  public OperationsServer(
      ListenAddress address, PrometheusMeterRegistry metrics, Supplier<Health> health) {
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
    server.createContext(
        "/metrics",
        exchange -> answer(exchange, 200, metrics.scrape(), "text/plain; version=0.0.4"));
    server.createContext(
        "/health/live",
        exchange -> {
          Health now = health.get();
          answer(exchange, now.live() ? 200 : 503, now.detail() + "\n", "text/plain");
        });
    server.createContext(
        "/health/ready",
        exchange -> {
          Health now = health.get();
          answer(exchange, now.ready() ? 200 : 503, now.detail() + "\n", "text/plain");
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String body, String type)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length);
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
