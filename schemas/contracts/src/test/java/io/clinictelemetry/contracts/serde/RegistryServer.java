package io.clinictelemetry.contracts.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A schema registry over real HTTP, as far as a client's errors and credentials depend on it.
 * Schemas are given to it by the test; it answers with the registry's own error JSON.
 */
final class RegistryServer implements AutoCloseable {

  /** One request as it came in; authorization is null where the client sent none. */
  record Request(String method, String path, String authorization) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answer otherwise = error(404, 40403, "Schema not found");

  RegistryServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests so far, oldest first. */
  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** From now on the id stands for the schema. */
  RegistryServer withSchema(int id, String schema) {
    return withSchema(id, "AVRO", schema);
  }

  RegistryServer withSchema(int id, String type, String schema) {
    String body = "{\"schemaType\":%s,\"schema\":%s}".formatted(json(type), json(schema));
    answers.put("GET /schemas/ids/" + id, new Answer(200, body));
    return this;
  }

  /** From now on registering under and looking up in the subject give the id. */
  RegistryServer withSubject(String subject, int id, String schema) {
    String body =
        "{\"subject\":%s,\"version\":1,\"id\":%d,\"schema\":%s}"
            .formatted(json(subject), id, json(schema));
    for (String request : List.of("POST %s/versions", "POST %s", "GET %s/versions/latest")) {
      answers.put(request.formatted("/subjects/" + subject), new Answer(200, body));
    }
    return this;
  }

  /** From now on every other request is answered so. */
  RegistryServer failingWith(int status, int code, String message) {
    otherwise = error(status, code, message);
    return this;
  }

  /** From now on every other request is answered with something that no registry says. */
  RegistryServer failingWithPage(int status) {
    otherwise = new Answer(status, "<html><body>nothing here</body></html>");
    return this;
  }

  private static Answer error(int status, int code, String message) {
    return new Answer(status, "{\"error_code\":%d,\"message\":%s}".formatted(code, json(message)));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              path,
              exchange.getRequestHeaders().getFirst("Authorization")));
      Answer answer = answers.getOrDefault(exchange.getRequestMethod() + " " + path, otherwise);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String json(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
