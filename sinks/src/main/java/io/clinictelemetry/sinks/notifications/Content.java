package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.domain.notification.Storm;
import io.clinictelemetry.sinks.pipeline.PipelineClock;
import java.time.Instant;
import java.util.Locale;

/**
 * What is told, as JSON. All have {@code kind}, {@code name}, {@code severity}, {@code escalated},
 * {@code started_at}, {@code summary} and {@code description}.
 */
final class Content {

  private Content() {}

  /** An alert that is told alone. */
  static ObjectNode alert(Alert alert) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", "alert")
        .put("name", alert.getRule())
        .put("severity", word(alert.getPriority()))
        .put("escalated", alert.getEscalations() > 0)
        .put("started_at", alert.getStartedAt().toString())
        .put("summary", summary(alert))
        .put("description", alert.getExplanation())
        .put("alert_id", alert.getAlertId())
        .put("subject_kind", word(alert.getSubjectKind()))
        .put("subject_id", alert.getSubjectId())
        .put("clinic_id", alert.getClinicId())
        .put("session_id", alert.getSessionId())
        .put("rule", alert.getRule())
        .put("concerns", word(alert.getKind()))
        .put("state", word(alert.getState()))
        .put("latched", alert.getLatched())
        .put("acknowledged", alert.getAcknowledged())
        .put("shelved", alert.getShelved())
        .put("escalations", alert.getEscalations())
        .put("triggered_at", alert.getTriggeredAt().toString())
        .put("detected_at", alert.getDetectedAt().toString())
        .put("ended_at", alert.getEndedAt() == null ? null : alert.getEndedAt().toString())
        .put("measured", alert.getMeasured())
        .put("peak", alert.getPeak())
        .put("limit", alert.getLimit())
        .put("unit", alert.getUnit())
        .put("policy", alert.getPolicy());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String summary(Alert alert) {
    return "%s: %s on %s, clinic %s"
        .formatted(alert.getPriority(), alert.getRule(), alert.getSubjectId(), alert.getClinicId());
  }

  /**
   * A storm.
   *
   * @param firstOut the alert of it that was first, as {@link #alert} has it
   */
  static ObjectNode storm(String clinicId, Storm storm, ObjectNode firstOut) {
    ObjectNode content =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "storm")
            .put("name", "alert-storm")
            .put("severity", storm.beganHigh() ? "high" : "medium")
            .put("escalated", storm.escalated())
            .put("started_at", Instant.ofEpochMilli(storm.firstOutAtMs()).toString())
            .put(
                "summary",
                "%d alerts in clinic %s, %d of them need somebody"
                    .formatted(storm.alerts(), clinicId, storm.calling()))
            .put(
                "description",
                "The first was %s on %s. %s"
                    .formatted(
                        firstOut.path("rule").asText(),
                        firstOut.path("subject_id").asText(),
                        firstOut.path("description").asText()))
            .put("clinic_id", clinicId)
            .put("alerts", storm.alerts())
            .put("calling", storm.calling());
    content.set("first_out", firstOut);
    return content;
  }

  /** The pipeline no longer sees, or sees again. */
  static ObjectNode blind(PipelineClock.Reading reading, Instant since) {
    boolean blind = reading.state() == PipelineClock.State.BLIND;
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", "pipeline")
        .put("name", "pipeline-blind")
        .put("severity", "high")
        .put("escalated", false)
        .put("started_at", since.toString())
        .put("summary", blind ? "The pipeline is blind" : "The pipeline sees again")
        .put(
            "description",
            blind
                ? "%d telemetry partitions have had no tick for more than %d s: readings out of range may go unseen."
                    .formatted(reading.blindPartitions(), PipelineClock.BLIND_AFTER.toSeconds())
                : "Ticks come on every telemetry partition.");
  }
}
