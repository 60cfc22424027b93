package io.clinictelemetry.sinks.notifications;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** Somebody's HTTP server that takes webhooks, and fails when it is told to. */
final class HookServer implements AutoCloseable {

  /** Instead of a status: the connection ends without an answer. */
  static final int HANG_UP = 0;

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile ToIntFunction<Call> answers;

  /**
   * One request.
   *
   * @param id of the header {@code webhook-id}
   * @param second of the header {@code webhook-timestamp}
   * @param signature of the header {@code webhook-signature}
   */
  record Call(String id, long second, String signature, String body) {}

  HookServer(ToIntFunction<Call> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call =
          new Call(
              exchange.getRequestHeaders().getFirst("webhook-id"),
              Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
              exchange.getRequestHeaders().getFirst("webhook-signature"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      int status = answers.applyAsInt(call);
      calls.add(call);
      if (status != HANG_UP) {
        exchange.sendResponseHeaders(status, -1);
      }
    }
  }

  void answers(ToIntFunction<Call> next) {
    answers = next;
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  URI address() {
    return URI.create("http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
