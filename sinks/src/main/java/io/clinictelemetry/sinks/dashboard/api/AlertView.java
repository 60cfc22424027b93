package io.clinictelemetry.sinks.dashboard.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.clinictelemetry.sinks.usage.LocalTimes;
import java.time.Instant;

/**
 * An alert as the API gives it. Measured value, peak and limit are in {@code unit}.
 *
 * @param clinicName null for a clinic that is not known
 * @param sessionId null outside a session
 * @param endedAt null while the condition holds
 * @param chattering whether it was the third opening within a minute
 * @param acknowledgedBy who took note of it; null while nobody has, as when and why
 * @param shelvedBy who put its rule aside; null while it is on no shelf, as why and until when
 * @param escalations how often it was escalated because nobody took note
 * @param active whether it needs a person: open, or latched, cleared, and neither acknowledged nor
 *     reset
 * @param zoneId time zone on the clinic's clocks; null for a clinic that is not known
 * @param change position in the live stream
 */
public record AlertView(
    String alertId,
    String subjectKind,
    String subjectId,
    String clinicId,
    String clinicName,
    String sessionId,
    String rule,
    String priority,
    String kind,
    String state,
    boolean latched,
    boolean acknowledged,
    boolean shelved,
    boolean active,
    Instant startedAt,
    Instant triggeredAt,
    Instant detectedAt,
    Instant endedAt,
    double measured,
    double peak,
    double limit,
    String unit,
    String policy,
    String explanation,
    boolean late,
    boolean chattering,
    String acknowledgedBy,
    Instant acknowledgedAt,
    String acknowledgedWhy,
    String shelvedBy,
    String shelvedWhy,
    Instant shelvedUntil,
    int escalations,
    int revision,
    long change,
    String zoneId) {

  /** The start on the clinic's clocks, with the offset; in UTC where the zone is not known. */
  @JsonProperty
  public String startedLocal() {
    return LocalTimes.label(startedAt, zoneId);
  }
}
