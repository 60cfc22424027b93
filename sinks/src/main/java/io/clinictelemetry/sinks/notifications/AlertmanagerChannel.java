package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Prometheus Alertmanager, by its API v2.
 *
 * <p>It knows an alert by its labels, so those never change while one is told; what changes is in
 * annotations. It does not notify again of what it has notified of, so an escalation is an alert of
 * its own beside the first, with the label {@code escalated}. It keeps alerts in memory and lets
 * them end after some minutes: what fires is therefore given an end a day ahead, and told again
 * each minute. It says nothing of an alert that ended before it spoke of it: an end is told only a
 * while after the beginning.
 */
final class AlertmanagerChannel implements Channel {

  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** An alert must not end because its notifier is away for some hours. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final URI address;
  private final Duration groupWait;
  private final HttpPost post;

  /**
   * @param address without the path of its API
   * @param groupWait how long it waits before it speaks of a new group
   */
  AlertmanagerChannel(URI address, Duration groupWait) {
    this.address = address;
    this.groupWait = groupWait;
    String root = address.toString().replaceFirst("/+$", "");
    this.post = new HttpPost(URI.create(root + "/api/v2/alerts"));
  }

  @Override
  public String name() {
    return "alertmanager " + address.getAuthority();
  }

  @Override
  public int batch() {
    return 100;
  }

  @Override
  public Duration apart() {
    return groupWait.plus(MARGIN);
  }

  @Override
  public Answer deliver(List<Delivery> messages, Instant now) throws InterruptedException {
    ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
    for (Delivery message : messages) {
      alerts.add(alert(message, now, false));
      if (message.content().path("escalated").asBoolean()) {
        alerts.add(alert(message, now, true));
      }
    }
    return post.send(alerts.toString(), Map.of());
  }

  @Override
  public Answer remind(List<Delivery> firing, Instant now) throws InterruptedException {
    return deliver(firing, now);
  }

  /** What escalates needs more than it did. */
  private static String severity(JsonNode content, boolean escalated) {
    return escalated ? "high" : content.path("severity").asText();
  }

  private static ObjectNode alert(Delivery message, Instant now, boolean escalated) {
    JsonNode content = message.content();
    ObjectNode alert = JsonNodeFactory.instance.objectNode();
    ObjectNode labels = alert.putObject("labels");
    labels
        .put("alertname", content.path("name").asText())
        .put("severity", severity(content, escalated))
        .put("key", message.key())
        .put("kind", content.path("kind").asText());
    for (String label : List.of("clinic_id", "subject_id")) {
      if (content.hasNonNull(label)) {
        labels.put(label, content.get(label).asText());
      }
    }
    if (escalated) {
      labels.put("escalated", "true");
    }
    ObjectNode annotations = alert.putObject("annotations");
    for (String name : List.of("summary", "description", "session_id", "policy")) {
      if (content.hasNonNull(name)) {
        annotations.put(name, content.get(name).asText());
      }
    }
    Instant started = Instant.parse(content.path("started_at").asText());
    Instant told = message.createdAt();
    return alert
        .put("startsAt", (started.isBefore(told) ? started : told).toString())
        .put("endsAt", (message.firing() ? now.plus(AHEAD) : told).toString());
  }
}
