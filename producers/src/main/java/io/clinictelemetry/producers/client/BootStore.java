package io.clinictelemetry.producers.client;

/** Counts the starts of devices, across restarts of the process. */
@FunctionalInterface
public interface BootStore {

  /**
   * The id of the boot that begins now, kept safe before it is returned. Each call begins another
   * boot.
   *
   * @return a number greater than every one returned for this device before; the first is 1
   * @throws BootStoreException when the number cannot be kept safe, or the former one is unreadable
   */
  long next(String deviceId);
}
