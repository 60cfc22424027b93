package io.clinictelemetry.producers.client;

/**
 * The channel did not take an event: its buffer stayed full, the broker or the registry did not
 * answer within {@code max.block.ms}, or the channel is closed. The cause says which. Nothing was
 * lost: the event waits in its device's client and is sent before the next one.
 */
public final class ChannelRefusedException extends RuntimeException {

  ChannelRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
