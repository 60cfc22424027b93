package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.domain.episodes.AlertChange;
import java.time.Instant;

/** The domain's alerts as records of the contract. */
final class Alerts {

  private Alerts() {}

  static Alert record(io.clinictelemetry.domain.episodes.Alert alert) {
    return Alert.newBuilder()
        .setAlertId(alert.id())
        .setSubjectKind(SubjectKind.valueOf(alert.subject().kind().name()))
        .setSubjectId(alert.subject().id())
        .setClinicId(alert.subject().clinicId())
        .setSessionId(alert.subject().sessionId().orElse(null))
        .setRule(alert.rule().name())
        .setPriority(Priority.valueOf(alert.rule().priority().name()))
        .setKind(AlertKind.valueOf(alert.rule().kind().name()))
        .setState(alert.open() ? AlertState.OPEN : AlertState.CLEARED)
        .setLatched(alert.latched())
        .setStartedAt(Instant.ofEpochMilli(alert.startedAtMs()))
        .setTriggeredAt(Instant.ofEpochMilli(alert.triggeredAtMs()))
        .setDetectedAt(Instant.ofEpochMilli(alert.detectedAtMs()))
        .setEndedAt(
            alert.endedAtMs().isPresent()
                ? Instant.ofEpochMilli(alert.endedAtMs().getAsLong())
                : null)
        .setMeasured(alert.measured())
        .setPeak(alert.peak())
        .setLimit(alert.limit())
        .setUnit(alert.rule().unit())
        .setPolicy(alert.policy())
        .setExplanation(alert.explanation())
        .setLate(alert.late())
        .setChattering(alert.chattering())
        .setRevision(alert.revision())
        .setCauseAlertId(alert.cause().orElse(null))
        .build();
  }

  static AlertEvent event(AlertChange change, Alert alert) {
    return AlertEvent.newBuilder()
        .setAlertId(alert.getAlertId())
        .setTransition(AlertTransition.valueOf(change.transition().name()))
        .setAt(Instant.ofEpochMilli(change.atMs()))
        .setAlert(alert)
        .build();
  }
}
