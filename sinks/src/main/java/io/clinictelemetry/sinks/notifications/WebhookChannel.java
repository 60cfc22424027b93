package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A webhook: one message at a time, signed as Standard Webhooks has it. The id of a message is the
 * same at every attempt: the key, a hyphen and the version.
 */
final class WebhookChannel implements Channel {

  private final HttpPost post;
  private final WebhookSignature signature;

  WebhookChannel(URI address, WebhookSignature signature) {
    this.post = new HttpPost(address);
    this.signature = signature;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public Duration apart() {
    return Duration.ZERO;
  }

  @Override
  public Answer deliver(List<Delivery> messages, Instant now) throws InterruptedException {
    for (Delivery message : messages) {
      String id = message.key() + "-" + message.version();
      String body =
          JsonNodeFactory.instance
              .objectNode()
              .put("type", message.content().path("kind").asText() + "." + message.event())
              .put("timestamp", message.createdAt().toString())
              .set("data", data(message))
              .toString();
      long second = now.getEpochSecond();
      Answer answer =
          post.send(
              body,
              Map.of(
                  "webhook-id", id,
                  "webhook-timestamp", Long.toString(second),
                  "webhook-signature", signature.of(id, second, body)));
      if (answer.outcome() != Outcome.TAKEN) {
        return answer;
      }
    }
    return Answer.TAKEN;
  }

  private static ObjectNode data(Delivery message) {
    return message
        .content()
        .deepCopy()
        .put("key", message.key())
        .put("version", message.version())
        .put("status", message.firing() ? "firing" : "resolved");
  }
}
