package io.clinictelemetry.domain.usage;

/** What one device did in one hour of its clinic's clock. Mutable; owned by the usage state. */
public final class HourAccount {

  private final String deviceId;
  private final String clinicId;
  private final Hour hour;
  private final String zoneId;
  private long treatingMs;
  private long unassignedTreatingMs;
  private long sessionsStarted;
  private int revision;

  /** An hour in which nothing was done yet. */
  public HourAccount(String deviceId, String clinicId, Hour hour, String zoneId) {
    this(deviceId, clinicId, hour, zoneId, 0, 0, 0, 0);
  }

  /** As remembered. */
  public HourAccount(
      String deviceId,
      String clinicId,
      Hour hour,
      String zoneId,
      long treatingMs,
      long unassignedTreatingMs,
      long sessionsStarted,
      int revision) {
    this.deviceId = deviceId;
    this.clinicId = clinicId;
    this.hour = hour;
    this.zoneId = zoneId;
    this.treatingMs = treatingMs;
    this.unassignedTreatingMs = unassignedTreatingMs;
    this.sessionsStarted = sessionsStarted;
    this.revision = revision;
  }

  /** Adds treating time within the hour, ms. */
  public void addTreating(long durationMs, boolean inSession) {
    treatingMs += durationMs;
    if (!inSession) {
      unassignedTreatingMs += durationMs;
    }
  }

  /** So many sessions started within the hour; below 0 takes back an estimate. */
  public void addSessionStarts(int change) {
    sessionsStarted += change;
  }

  /** Counts one more publication; answers its number. */
  public int nextRevision() {
    return ++revision;
  }

  /** The device. */
  public String deviceId() {
    return deviceId;
  }

  /** The clinic whose clock gives the hour. */
  public String clinicId() {
    return clinicId;
  }

  /** The hour. */
  public Hour hour() {
    return hour;
  }

  /** IANA name of the time zone that gives the hour. */
  public String zoneId() {
    return zoneId;
  }

  /** Time with contact or current, ms. */
  public long treatingMs() {
    return treatingMs;
  }

  /** Part of it from readings without a session, ms. */
  public long unassignedTreatingMs() {
    return unassignedTreatingMs;
  }

  /** Sessions that started in the hour. */
  public long sessionsStarted() {
    return sessionsStarted;
  }

  /** Number of publications. */
  public int revision() {
    return revision;
  }
}
