package io.clinictelemetry.producers.client;

/**
 * A boot id cannot be given out safely. Using one twice would make a device's new events look like
 * duplicates of its old ones, so the device must not start.
 */
public final class BootStoreException extends RuntimeException {

  BootStoreException(String message) {
    super(message);
  }

  BootStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
