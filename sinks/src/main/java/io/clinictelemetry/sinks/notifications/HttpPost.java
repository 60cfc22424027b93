package io.clinictelemetry.sinks.notifications;

import io.clinictelemetry.sinks.database.Causes;
import io.clinictelemetry.sinks.notifications.Channel.Answer;
import io.clinictelemetry.sinks.notifications.Channel.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Posts JSON and understands the answer. */
final class HttpPost {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int TOO_MANY = 429;
  private static final int TOO_SLOW = 408;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI address;

  HttpPost(URI address) {
    this.address = address;
  }

  Answer send(String body, Map<String, String> headers) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "clinic-telemetry")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      int status =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 == 2) {
        return Answer.TAKEN;
      }
      boolean away = status / 100 == 5 || status == TOO_MANY || status == TOO_SLOW;
      return new Answer(away ? Outcome.AWAY : Outcome.REFUSED, "it answered with status " + status);
    } catch (ConnectException e) {
      return new Answer(Outcome.AWAY, "no connection to " + address.getAuthority());
    } catch (IOException e) {
      return new Answer(Outcome.AWAY, "it does not answer: " + Causes.reason(e));
    }
  }
}
