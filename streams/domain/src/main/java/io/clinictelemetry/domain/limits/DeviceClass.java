package io.clinictelemetry.domain.limits;

/** Who a device is made for. */
public enum DeviceClass {
  /** Used by medical staff. */
  MEDICAL,
  /** Used by trained operators in salons and spas. */
  SALON,
  /**
   * Used by people on themselves; the strictest limits, so also what an unknown device is judged
   * by.
   */
  HOME;

  /** The class of a device that the inventory does not know: the strictest. */
  public static final DeviceClass STRICTEST = HOME;
}
