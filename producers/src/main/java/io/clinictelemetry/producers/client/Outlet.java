package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.DeviceEvent;

/** Where a device's events go: to the broker, or to something on the way there. */
@FunctionalInterface
public interface Outlet {

  /**
   * Takes an event, and with it the care for it.
   *
   * @throws ChannelRefusedException when the event was not taken; it may be sent again
   */
  void send(DeviceEvent event);
}
