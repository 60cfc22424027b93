package io.clinictelemetry.producers.client;

/**
 * Which device speaks.
 *
 * @param deviceId the device; also the key of its records
 * @param clinicId the clinic that it stands in
 */
public record DeviceIdentity(String deviceId, String clinicId) {

  /**
   * @throws IllegalArgumentException when one is blank, longer than 200 characters or has a control
   *     character; the message says which
   */
  public DeviceIdentity {
    Checks.id("deviceId", deviceId);
    Checks.id("clinicId", clinicId);
  }
}
