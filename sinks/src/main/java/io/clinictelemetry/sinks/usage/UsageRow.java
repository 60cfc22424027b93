package io.clinictelemetry.sinks.usage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * What was summed up in one window.
 *
 * @param window names the window: {@code 2026-03-02} for a day on the clinics' walls, {@code
 *     2026-03-02T11:15Z} for an hour, {@code total} for the whole period
 * @param key the device, clinic, modality or model; {@code fleet} for all
 * @param name for people; the key where there is none
 * @param windowStart first instant of it; of several time zones the earliest
 * @param windowEnd first instant after it; of several time zones the latest
 * @param zoneId IANA name of the clinics' time zone; null where there are several
 * @param devices number of devices with a session or treatment
 * @param poweredMs time for which devices gave signs of life, ms
 * @param sessionMs time between start and end of sessions, ms
 * @param treatingMs time with contact or current, ms
 * @param unassignedTreatingMs part of it from readings without a session, ms
 * @param availableMs opening hours, of each device, ms; null where they are not known
 * @param scheduledDowntimeMs part of it in service, ms
 * @param unscheduledDowntimeMs part of it with a fault, ms
 * @param utilisationOfUptime session time over available time less both downtimes; null where that
 *     is not above 0
 * @param utilisationOfPlanned session time over available time less scheduled downtime alone
 * @param performance treating time within sessions over session time
 * @param longestGapMs longest time without treatment between two treatments of one device, ms
 * @param revenue JSON array of {currency, low_minor, high_minor}: list prices of the sessions that
 *     ended in the window and count
 */
public record UsageRow(
    String window,
    String key,
    String name,
    Instant windowStart,
    Instant windowEnd,
    String zoneId,
    int devices,
    long sessionsStarted,
    long sessionsCompleted,
    long sessionsAborted,
    long sessionsTest,
    long poweredMs,
    long sessionMs,
    long treatingMs,
    long unassignedTreatingMs,
    Long availableMs,
    long scheduledDowntimeMs,
    long unscheduledDowntimeMs,
    Double utilisationOfUptime,
    Double utilisationOfPlanned,
    Double performance,
    long longestGapMs,
    Instant firstTreatmentAt,
    Instant lastTreatmentAt,
    @JsonRawValue String revenue) {

  /** The window on the clinics' walls; of an hour with the offset, or in UTC for several zones. */
  @JsonProperty
  public String windowLocal() {
    return window.endsWith("Z") ? LocalTimes.label(windowStart, zoneId) : window;
  }

  UsageRow earning(String known) {
    return new UsageRow(
        window,
        key,
        name,
        windowStart,
        windowEnd,
        zoneId,
        devices,
        sessionsStarted,
        sessionsCompleted,
        sessionsAborted,
        sessionsTest,
        poweredMs,
        sessionMs,
        treatingMs,
        unassignedTreatingMs,
        availableMs,
        scheduledDowntimeMs,
        unscheduledDowntimeMs,
        utilisationOfUptime,
        utilisationOfPlanned,
        performance,
        longestGapMs,
        firstTreatmentAt,
        lastTreatmentAt,
        known);
  }

  /** Where a page that ends with this row ends. */
  @JsonIgnore
  public UsageQuestion.Place place() {
    return new UsageQuestion.Place(window, key);
  }
}
