package io.clinictelemetry.sinks.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * How far one part of one device is from its service.
 *
 * @param clinicName the clinic's name, or its id where that is not known
 * @param zoneId IANA time zone of the clinic; null where that is not known
 * @param part FILTER, TIP, PUMP, ELECTRODES or CALIBRATION
 * @param unit of all that is counted: h, sessions or d
 * @param since when it was last done, or when the device was commissioned
 * @param neverDone whether nothing tells that it was ever done
 * @param used counted since then, in the unit
 * @param dueFrom counted from which on it is due, in the unit
 * @param overdueFrom counted from which on it is overdue, in the unit
 * @param worn whether an alert tells that the part is worn
 * @param status OK, DUE or OVERDUE
 * @param usedPerDay counted per day of the last 28 days, or of those that are known
 * @param dueForecast when it is due if that goes on; null when it is already, when it is not used,
 *     and when that is more than ten years away
 * @param overdueForecast when it is overdue if that goes on; null likewise
 */
public record MaintenanceRow(
    String deviceId,
    String clinicId,
    String clinicName,
    String zoneId,
    String model,
    String part,
    String unit,
    Instant since,
    boolean neverDone,
    double used,
    double dueFrom,
    double overdueFrom,
    boolean worn,
    String status,
    double usedPerDay,
    Instant dueForecast,
    Instant overdueForecast) {

  /** {@code since} on the clinic's clock. */
  @JsonProperty
  public String sinceLocal() {
    return LocalTimes.label(since, zoneId);
  }

  /** {@code dueForecast} on the clinic's clock. */
  @JsonProperty
  public String dueForecastLocal() {
    return dueForecast == null ? null : LocalTimes.label(dueForecast, zoneId);
  }

  /** {@code overdueForecast} on the clinic's clock. */
  @JsonProperty
  public String overdueForecastLocal() {
    return overdueForecast == null ? null : LocalTimes.label(overdueForecast, zoneId);
  }
}
