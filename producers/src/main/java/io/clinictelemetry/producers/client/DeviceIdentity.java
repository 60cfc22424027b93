package io.clinictelemetry.producers.client;

/**
 * Which device speaks.
 *
 * @param deviceId the device; also the key of its records
 * @param clinicId the clinic that it stands in
 */
public record DeviceIdentity(String deviceId, String clinicId) {

  /**
   * @throws IllegalArgumentException when one is blank
   */
  public DeviceIdentity {
    if (deviceId.isBlank() || clinicId.isBlank()) {
      throw new IllegalArgumentException(
          "device id '%s', clinic id '%s': both must be given".formatted(deviceId, clinicId));
    }
  }
}
