package io.clinictelemetry.domain.usage;

import io.clinictelemetry.domain.limits.DeviceClass;
import java.util.Optional;

/** A window of one device on its clinic's clock, and how often it was published. Mutable. */
public final class WindowOf {

  private final String deviceId;
  private final String clinicId;
  private final Window window;
  private final String zoneId;
  private String model;
  private Optional<DeviceClass> deviceClass;
  private int revision;
  private long scheduledMs;

  /** A window that was never published, of a device that the inventory need not know. */
  public WindowOf(String deviceId, String clinicId, Window window, String zoneId) {
    this(deviceId, clinicId, window, zoneId, "", Optional.empty(), 0, 0);
  }

  /** As remembered. */
  public WindowOf(
      String deviceId,
      String clinicId,
      Window window,
      String zoneId,
      String model,
      Optional<DeviceClass> deviceClass,
      int revision,
      long scheduledMs) {
    this.deviceId = deviceId;
    this.clinicId = clinicId;
    this.window = window;
    this.zoneId = zoneId;
    this.model = model;
    this.deviceClass = deviceClass;
    this.revision = revision;
    this.scheduledMs = scheduledMs;
  }

  /** What the inventory says of the device; what it said first stays. */
  public void describe(String deviceModel, Optional<DeviceClass> madeFor) {
    if (deviceClass.isEmpty()) {
      model = deviceModel;
      deviceClass = madeFor;
    }
  }

  /**
   * Within opening hours, the device was in service for so long; answers whether that is new.
   *
   * @param newMs ms
   */
  boolean schedule(long newMs) {
    boolean changes = newMs != scheduledMs;
    scheduledMs = newMs;
    return changes;
  }

  /** How long the device was in service within opening hours, ms. */
  public long scheduledMs() {
    return scheduledMs;
  }

  /** Counts one more publication; answers its number. */
  public int nextRevision() {
    return ++revision;
  }

  /** Sets how often it was published, of one that takes the place of another. */
  void publishedBefore(int times) {
    revision = times;
  }

  /** The device. */
  public String deviceId() {
    return deviceId;
  }

  /** The clinic whose clock gives the window. */
  public String clinicId() {
    return clinicId;
  }

  /** The window. */
  public Window window() {
    return window;
  }

  /** IANA name of the time zone that gives the window. */
  public String zoneId() {
    return zoneId;
  }

  /** Maker's name of the device's model; empty while the inventory does not know it. */
  public String model() {
    return model;
  }

  /** Who the device is made for; empty while the inventory does not know it. */
  public Optional<DeviceClass> deviceClass() {
    return deviceClass;
  }

  /** Number of publications. */
  public int revision() {
    return revision;
  }
}
