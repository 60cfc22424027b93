package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertKind;
import io.clinictelemetry.avro.AlertMark;
import io.clinictelemetry.avro.AlertShelf;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.avro.SubjectKind;
import io.clinictelemetry.domain.response.Command;
import io.clinictelemetry.domain.response.Mark;
import io.clinictelemetry.domain.response.Shelf;
import io.clinictelemetry.domain.response.Standing;
import io.clinictelemetry.domain.response.Told;
import java.time.Instant;

/** The domain's alerts as records of the contract. */
final class Alerts {

  private Alerts() {}

  static Alert record(io.clinictelemetry.domain.episodes.Alert alert, Standing standing) {
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
        .setAcknowledged(standing.acknowledged().isPresent())
        .setAcknowledgement(standing.acknowledged().map(Alerts::mark).orElse(null))
        .setReset(standing.reset().map(Alerts::mark).orElse(null))
        .setShelved(standing.shelf().isPresent())
        .setShelf(standing.shelf().map(Alerts::shelf).orElse(null))
        .setEscalations(standing.escalations())
        .build();
  }

  private static AlertMark mark(Mark mark) {
    return AlertMark.newBuilder()
        .setBy(mark.by())
        .setAt(Instant.ofEpochMilli(mark.atMs()))
        .setWhy(mark.why())
        .build();
  }

  private static AlertShelf shelf(Shelf shelf) {
    return AlertShelf.newBuilder()
        .setMark(mark(shelf.mark()))
        .setUntil(Instant.ofEpochMilli(shelf.untilMs()))
        .build();
  }

  /** What a command says of an alert that is on no active list. */
  static Alert unknown(AlertCommand command, long atMs) {
    Instant at = Instant.ofEpochMilli(atMs);
    return Alert.newBuilder()
        .setAlertId(command.getAlertId())
        .setSubjectKind(command.getSubjectKind())
        .setSubjectId(command.getSubjectId())
        .setClinicId(command.getClinicId())
        .setRule(command.getRule())
        .setPriority(Priority.UNKNOWN)
        .setKind(AlertKind.UNKNOWN)
        .setState(AlertState.UNKNOWN)
        .setLatched(false)
        .setStartedAt(at)
        .setTriggeredAt(at)
        .setDetectedAt(at)
        .setMeasured(0)
        .setPeak(0)
        .setLimit(0)
        .setUnit("1")
        .setPolicy("")
        .setExplanation("")
        .setLate(false)
        .setRevision(0)
        .build();
  }

  static AlertEvent event(Told told, Alert alert) {
    return AlertEvent.newBuilder()
        .setAlertId(alert.getAlertId())
        .setTransition(AlertTransition.valueOf(told.transition().name()))
        .setAt(Instant.ofEpochMilli(told.atMs()))
        .setAlert(alert)
        .setCommandId(told.command().map(Command::id).orElse(null))
        .setBy(told.command().map(Command::by).orElse(null))
        .setWhy(told.command().map(Command::why).orElse(null))
        .setRefusal(told.refusal().orElse(null))
        .build();
  }
}
