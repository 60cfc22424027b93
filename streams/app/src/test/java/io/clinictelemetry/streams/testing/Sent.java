package io.clinictelemetry.streams.testing;

import io.clinictelemetry.avro.DeviceEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * An event on its way.
 *
 * @param event the event
 * @param appendedAtMs when the broker appends it, ms since 1970 UTC
 */
public record Sent(DeviceEvent event, long appendedAtMs) {

  /** The same, so much later. */
  public Sent delayed(long ms) {
    return new Sent(event, appendedAtMs + ms);
  }

  /** The same, sent again so much later: the device stamps each sending. */
  public Sent resentLater(long ms) {
    DeviceEvent again =
        DeviceEvent.newBuilder(event).setSentAt(event.getSentAt().plusMillis(ms)).build();
    return new Sent(again, appendedAtMs + ms);
  }

  /** The same, appended then. */
  public Sent appendedAt(long ms) {
    return new Sent(event, ms);
  }

  /** Several logs, one after the other. */
  @SafeVarargs
  public static List<Sent> all(List<Sent>... logs) {
    List<Sent> all = new ArrayList<>();
    for (List<Sent> log : logs) {
      all.addAll(log);
    }
    return all;
  }
}
