package io.clinictelemetry.sinks.dashboard.stream;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * One server-sent event.
 *
 * @param event its name
 * @param id its place in the order of changes; empty for an event that is not sent again
 * @param data JSON without line breaks
 */
record Message(String event, OptionalLong id, String data) {

  static Message transientOne(String event, String data) {
    return new Message(event, OptionalLong.empty(), data);
  }

  byte[] bytes() {
    String text = "event: " + event + "\n";
    if (id.isPresent()) {
      text += "id: " + id.getAsLong() + "\n";
    }
    return (text + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
