package io.clinictelemetry.sinks.notifications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.Priority;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.notification.ClinicNotices;
import io.clinictelemetry.domain.notification.Flood;
import io.clinictelemetry.domain.notification.Happening;
import io.clinictelemetry.domain.notification.Happening.What;
import io.clinictelemetry.domain.notification.Message;
import io.clinictelemetry.domain.notification.Storm;
import io.clinictelemetry.domain.notification.Told;
import io.clinictelemetry.sinks.batches.Batch;
import io.clinictelemetry.sinks.batches.BatchTarget;
import io.clinictelemetry.sinks.batches.OffsetTable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is told of the alert events, each batch in one transaction. A clinic's row is locked
 * while its alerts are looked at, so several notifiers may share the partitions.
 */
final class NoticeWriter implements BatchTarget {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeWriter.class);
  private static final OffsetTable OFFSETS = new OffsetTable("notifier_offsets");

  private final Jdbi jdbi;
  private final Deserializer<AlertEvent> deserializer;
  private final NoticeTables tables;
  private final NotifierMetrics metrics;
  private final Instant bornAt;
  private final Clock clock;

  NoticeWriter(
      Jdbi jdbi,
      Deserializer<AlertEvent> deserializer,
      NoticeTables tables,
      NotifierMetrics metrics,
      Clock clock) {
    this.jdbi = jdbi;
    this.deserializer = deserializer;
    this.tables = tables;
    this.metrics = metrics;
    this.clock = clock;
    this.bornAt = jdbi.inTransaction(handle -> NoticeTables.bornAt(handle, clock.instant()));
  }

  /** The table of its offsets. */
  static OffsetTable offsets() {
    return OFFSETS;
  }

  @Override
  public List<String> topics() {
    return List.of(TopicCatalogue.ALERT_EVENTS.name());
  }

  @Override
  public void write(Batch batch) {
    Map<String, List<AlertEvent>> byClinic = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
      read(record)
          .filter(event -> event.getTransition() != AlertTransition.REFUSED)
          .ifPresent(
              event ->
                  byClinic
                      .computeIfAbsent(event.getAlert().getClinicId(), c -> new ArrayList<>())
                      .add(event));
    }
    jdbi.useTransaction(
        handle -> {
          OFFSETS.advance(handle, batch.advances());
          // Always in the same order, so that two transactions never wait for each other.
          byClinic.forEach((clinic, events) -> hear(handle, clinic, events));
        });
  }

  private Optional<AlertEvent> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()));
    } catch (UnreadableRecordException e) {
      metrics.unreadable();
      LOG.error(
          "An alert event cannot be read, so nobody is told of it; partition={} offset={} reason={}",
          record.partition(),
          record.offset(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private void hear(Handle handle, String clinicId, List<AlertEvent> events) {
    Instant now = clock.instant();
    NoticeTables.Pace pace = NoticeTables.lock(handle, clinicId);
    Set<String> ids = new HashSet<>();
    events.forEach(event -> ids.add(event.getAlertId()));
    ClinicNotices notices = notices(clinicId, pace, NoticeTables.alerts(handle, ids));
    Map<String, ObjectNode> contents = new HashMap<>();
    for (AlertEvent event : events) {
      contents.put(event.getAlertId(), Content.alert(event.getAlert()));
      Happening happening = happening(event);
      metrics.heard(event, happening.calls());
      notices.heard(happening, now.toEpochMilli());
    }
    keep(handle, clinicId, notices, contents, now);
  }

  /** The end of the log was reached, so what is older than the notifier and still calls is told. */
  @Override
  public void caughtUp() {
    jdbi.withHandle(NoticeTables::dormant).forEach(clinic -> release(clinic, true));
  }

  /** Tells what is due. */
  void due() {
    jdbi.withHandle(handle -> NoticeTables.due(handle, clock.instant()))
        .forEach(clinic -> release(clinic, false));
  }

  private void release(String clinicId, boolean caughtUp) {
    jdbi.useTransaction(
        handle -> {
          Instant now = clock.instant();
          NoticeTables.Pace pace = NoticeTables.lock(handle, clinicId);
          ClinicNotices notices =
              notices(clinicId, pace, NoticeTables.waiting(handle, clinicId, caughtUp));
          notices.due(now.toEpochMilli(), caughtUp);
          keep(handle, clinicId, notices, Map.of(), now);
        });
  }

  private ClinicNotices notices(String clinicId, NoticeTables.Pace pace, Collection<Told> alerts) {
    return new ClinicNotices(
        clinicId,
        bornAt.toEpochMilli(),
        new Flood(pace.openings(), pace.flood()),
        Optional.ofNullable(pace.storm()),
        alerts);
  }

  private void keep(
      Handle handle,
      String clinicId,
      ClinicNotices notices,
      Map<String, ObjectNode> contents,
      Instant now) {
    NoticeTables.keep(handle, clinicId, notices.alerts(), contents, now);
    for (Message message : notices.messages()) {
      ObjectNode content =
          message.storm().isEmpty()
              ? Optional.ofNullable(contents.get(message.key()))
                  .orElseGet(() -> NoticeTables.alert(handle, message.key()))
              : storm(handle, clinicId, latest(message, notices));
      tables.tell(
          handle, message.key(), message.version(), message.event(), message.firing(), content);
    }
    notices
        .storm()
        .ifPresent(
            storm -> NoticeTables.renew(handle, storm.key(), storm(handle, clinicId, storm)));
    long held =
        NoticeTables.nextRelease(handle, clinicId)
            .map(Instant::toEpochMilli)
            .orElse(ClinicNotices.NEVER);
    NoticeTables.keep(
        handle,
        clinicId,
        notices.flood(),
        notices.storm(),
        Math.min(held, notices.dueMs(now.toEpochMilli())));
  }

  /** A storm is told as it is after all that happened at once. */
  private static Storm latest(Message message, ClinicNotices notices) {
    Storm then = message.storm().orElseThrow();
    return notices
        .storm()
        .filter(now -> message.firing() && now.key().equals(then.key()))
        .orElse(then);
  }

  private static ObjectNode storm(Handle handle, String clinicId, Storm storm) {
    return Content.storm(clinicId, storm, NoticeTables.alert(handle, storm.firstOutId()));
  }

  private static Happening happening(AlertEvent event) {
    Alert alert = event.getAlert();
    return new Happening(
        alert.getAlertId(),
        what(event.getTransition()),
        event.getAt().toEpochMilli(),
        calls(alert),
        alert.getRule(),
        alert.getPriority() == Priority.HIGH,
        alert.getTriggeredAt().toEpochMilli());
  }

  private static What what(AlertTransition transition) {
    return switch (transition) {
      case OPENED -> What.OPENED;
      case ESCALATED -> What.ESCALATED;
      case CLEARED -> What.CLEARED;
      default -> What.OTHER;
    };
  }

  /** Whether it is on the active list, on no shelf, and not merely history. */
  private static boolean calls(Alert alert) {
    boolean waits =
        alert.getLatched()
            && alert.getState() == AlertState.CLEARED
            && !alert.getAcknowledged()
            && alert.getReset() == null;
    return (alert.getState() == AlertState.OPEN || waits)
        && !alert.getShelved()
        && !alert.getLate();
  }
}
