package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.DeviceEvent;

/**
 * Learns what became of each event. Called from the producer's own thread, or from the caller's
 * where an event cannot be sent at all: return at once, and do not throw (what is thrown is logged
 * and otherwise ignored).
 */
public interface DeliveryListener {

  /** Does nothing. */
  DeliveryListener NONE = new DeliveryListener() {};

  /** The broker has the event, on all replicas that it demands. */
  default void delivered(DeviceEvent event) {}

  /** The client gave up; the event's number will be missing in the log. */
  default void failed(DeviceEvent event, Exception cause) {}
}
