package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.Subject;
import io.clinictelemetry.domain.response.ActiveList;
import io.clinictelemetry.domain.response.Command;
import io.clinictelemetry.domain.response.ResponsePlan;
import io.clinictelemetry.domain.response.Told;
import io.clinictelemetry.streams.safety.ActiveLists.Row;
import io.clinictelemetry.streams.shared.Schedule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Brings what detection, people and time do to the active alerts of their subject, and publishes
 * what comes of it: the only way from here to the topics.
 */
final class AlertDesk {

  /** Subjects whose deadlines are looked at with one record at most. */
  static final int FIRED_AT_ONCE = 1_000;

  private static final byte[] NOTHING = new byte[0];

  private final ActiveLists lists;
  private final Schedule deadlines;
  private final ResponsePlan plan;
  private final AlertPublisher publisher;

  AlertDesk(
      KeyValueStore<Bytes, byte[]> lists,
      KeyValueStore<Bytes, byte[]> deadlines,
      ResponsePlan plan,
      AlertPublisher publisher) {
    this.lists = new ActiveLists(lists);
    this.deadlines = new Schedule(deadlines);
    this.plan = plan;
    this.publisher = publisher;
  }

  /** Detection tells of an alert. */
  void changed(AlertChange change) {
    String key = key(change.alert().subject().kind(), change.alert().subject().id());
    Row row = lists.load(key);
    row.list().onDeadline(change.atMs(), plan).forEach(publisher::publish);
    publisher.publish(row.list().changed(change, plan));
    save(key, row);
  }

  /**
   * A person asks for something.
   *
   * @param askedAtMs append time of the command, ms since 1970 UTC
   */
  void command(AlertCommand asked, long askedAtMs) {
    String key = key(Subject.Kind.valueOf(asked.getSubjectKind().name()), asked.getSubjectId());
    Row row = lists.load(key);
    row.list().onDeadline(askedAtMs, plan).forEach(publisher::publish);
    Command command =
        new Command(
            asked.getCommandId(),
            Command.Kind.valueOf(asked.getKind().name()),
            asked.getAlertId(),
            asked.getBy(),
            asked.getWhy(),
            Optional.ofNullable(asked.getShelveMs()).orElse(0L));
    Optional<Told> answer = row.list().command(command, askedAtMs, plan);
    answer.ifPresent(told -> publisher.answer(told, asked));
    save(key, row);
  }

  /**
   * Tells what is due. When very much is, the rest waits for what follows: a transaction has its
   * time.
   *
   * @param untilMs all that happened before then was told, ms since 1970 UTC
   */
  void fireDue(long untilMs) {
    for (int fired = 0; fired < FIRED_AT_ONCE; fired++) {
      Optional<KeyValue<Bytes, byte[]>> due = deadlines.pollBefore(untilMs + 1);
      if (due.isEmpty()) {
        return;
      }
      byte[] armed = due.get().key.get();
      String key = new String(armed, Long.BYTES, armed.length - Long.BYTES, StandardCharsets.UTF_8);
      Row row = lists.load(key);
      if (row.armedMs() == Schedule.timeMs(due.get().key)) {
        row.list().onDeadline(untilMs, plan).forEach(publisher::publish);
        save(key, new Row(row.list(), ActiveList.NEVER, row.found()));
      }
    }
  }

  /** A deadline that is armed earlier stays: it fires, finds nothing due, and arms the real one. */
  private void save(String key, Row row) {
    long deadlineMs = row.list().deadlineMs();
    if (deadlineMs < row.armedMs()) {
      byte[] subject = key.getBytes(StandardCharsets.UTF_8);
      deadlines.add(
          Bytes.wrap(
              ByteBuffer.allocate(Long.BYTES + subject.length)
                  .putLong(deadlineMs)
                  .put(subject)
                  .array()),
          NOTHING);
    }
    lists.save(key, row, Math.min(deadlineMs, row.armedMs()));
  }

  /** A device and a clinic may have the same id. */
  private static String key(Subject.Kind kind, String id) {
    return kind.name().charAt(0) + id;
  }
}
