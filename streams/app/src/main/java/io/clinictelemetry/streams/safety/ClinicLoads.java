package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.domain.load.FloodWatch;
import io.clinictelemetry.domain.load.HourLoad;
import io.clinictelemetry.domain.load.LoadChange;
import io.clinictelemetry.streams.safety.LoadMemory.Hour;
import io.clinictelemetry.streams.safety.LoadMemory.Place;
import io.clinictelemetry.streams.safety.LoadMemory.Watched;
import io.clinictelemetry.streams.shared.Schedule;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/**
 * Keeps the accounts of the clinics of a partition, and publishes what changed in them: an hour of
 * a clinic at most once in a second of the stage's clock, and once more when all of its alerts that
 * could become stale have.
 *
 * <p>An hour is remembered until then, and while one of its alerts is on the active list: what
 * becomes of an alert is always known to the account that counted it.
 */
final class ClinicLoads {

  /** Rows that are handled with one record at most; the rest waits for what follows. */
  private static final int HANDLED_AT_ONCE = 5_000;

  private static final long SECOND_MS = 1_000;
  private static final byte[] NOTHING = new byte[0];

  private final LoadMemory memory;
  private final Schedule deadlines;
  private final ObjLongConsumer<AlertLoad> publisher;
  private final LoadMetrics metrics;

  /**
   * @param publisher takes what is published, and the log clock, ms since 1970 UTC
   */
  ClinicLoads(
      LoadMemory memory,
      Schedule deadlines,
      ObjLongConsumer<AlertLoad> publisher,
      LoadMetrics metrics) {
    this.memory = memory;
    this.deadlines = deadlines;
    this.publisher = publisher;
    this.metrics = metrics;
  }

  /** Something became of an alert. */
  void changed(LoadChange change) {
    Place place = Place.ofHour(change.clinicId(), HourLoad.startMs(change.openedAtMs()));
    Optional<Hour> known = memory.hour(place);
    if (change instanceof LoadChange.Opened opened) {
      Hour hour = known.orElse(Hour.NEW);
      HourLoad load = hour.load().opened(opened, memory.count(place, opened.source()));
      save(place, changed(hour, load, true));
      if (opened.announced()) {
        Watched row = memory.watch(opened.clinicId());
        row.watch().opened(opened.openedAtMs());
        save(opened.clinicId(), row);
      }
    } else {
      known
          .flatMap(hour -> after(change, hour.load()).map(load -> changed(hour, load, false)))
          .ifPresentOrElse(hour -> save(place, hour), metrics::passedOver);
    }
  }

  private static Optional<HourLoad> after(LoadChange change, HourLoad load) {
    return change instanceof LoadChange.Left left
        ? load.left(left)
        : load.acknowledged((LoadChange.Acknowledged) change);
  }

  private static Hour changed(Hour hour, HourLoad load, boolean source) {
    return new Hour(
        load,
        hour.armedMs(),
        hour.toldAtMs(),
        hour.revision(),
        true,
        hour.settled(),
        hour.sourcesKept() || source);
  }

  /**
   * Judges and publishes what is due. When very much is, the rest waits for what follows: a
   * transaction has its time.
   *
   * @param beforeMs all that happened before then was told, ms since 1970 UTC
   */
  void fireDue(long beforeMs) {
    for (int left = HANDLED_AT_ONCE; left > 0; left--) {
      Optional<KeyValue<Bytes, byte[]>> due = deadlines.pollBefore(beforeMs + 1);
      if (due.isEmpty()) {
        return;
      }
      Bytes key = due.get().key;
      byte[] rest = new byte[key.get().length - Long.BYTES];
      ByteBuffer.wrap(key.get(), Long.BYTES, rest.length).get(rest);
      Place place = Place.of(rest);
      // Before an hour is told, and perhaps forgotten, its floods are.
      judge(place, Schedule.timeMs(key), beforeMs);
      if (place.hourMs().isPresent()) {
        Optional<Hour> hour =
            memory.hour(place).filter(row -> row.armedMs() == Schedule.timeMs(key));
        left -= hour.isPresent() ? tell(place, hour.get(), left, beforeMs) : 0;
      }
    }
  }

  private void judge(Place fired, long firedMs, long beforeMs) {
    Watched row = memory.watch(fired.clinicId());
    boolean its = fired.hourMs().isEmpty() && row.armedMs() == firedMs;
    if (!its && row.watch().dueMs() > beforeMs) {
      return;
    }
    row.watch()
        .judge(beforeMs)
        .forEach(
            (hourMs, flooded) -> {
              Place place = Place.ofHour(fired.clinicId(), hourMs);
              Hour hour = memory.hour(place).orElse(Hour.NEW);
              save(place, changed(hour, hour.load().flooded(flooded), false));
            });
    save(fired.clinicId(), its ? new Watched(row.watch(), FloodWatch.NEVER) : row);
  }

  /** Answers how many of its sources were forgotten. */
  private int tell(Place place, Hour hour, int mostForgotten, long beforeMs) {
    long hourMs = place.hourMs().getAsLong();
    boolean settled = beforeMs >= HourLoad.settledAtMs(hourMs);
    boolean told = hour.changed() || (settled && !hour.settled());
    int revision = told ? hour.revision() + 1 : hour.revision();
    if (told) {
      publisher.accept(
          LoadRecords.of(place.clinicId(), hourMs, hour.load(), settled, revision, beforeMs),
          beforeMs);
    }
    boolean over = beforeMs >= hourMs + HourLoad.HOUR_MS;
    int forgotten = hour.sourcesKept() && over ? memory.forgetSources(place, mostForgotten) : 0;
    boolean sourcesKept = hour.sourcesKept() && (!over || forgotten == mostForgotten);
    if (settled && !sourcesKept && hour.load().active() == 0) {
      memory.forget(place);
    } else {
      save(
          place,
          new Hour(
              hour.load(),
              FloodWatch.NEVER,
              told ? beforeMs : hour.toldAtMs(),
              revision,
              false,
              settled,
              sourcesKept));
    }
    return forgotten;
  }

  /** A deadline that is armed earlier stays: it fires, finds nothing due, and arms the real one. */
  private void save(Place place, Hour hour) {
    long deadlineMs = dueMs(place.hourMs().getAsLong(), hour);
    if (deadlineMs < hour.armedMs()) {
      arm(place, deadlineMs);
    }
    memory.put(
        place,
        new Hour(
            hour.load(),
            Math.min(deadlineMs, hour.armedMs()),
            hour.toldAtMs(),
            hour.revision(),
            hour.changed(),
            hour.settled(),
            hour.sourcesKept()));
  }

  private static long dueMs(long hourMs, Hour hour) {
    if (hour.changed()) {
      return (hour.toldAtMs() / SECOND_MS + 1) * SECOND_MS;
    }
    if (hour.sourcesKept()) {
      return hourMs + HourLoad.HOUR_MS;
    }
    return hour.settled() ? FloodWatch.NEVER : HourLoad.settledAtMs(hourMs);
  }

  private void save(String clinicId, Watched row) {
    long deadlineMs = row.watch().dueMs();
    if (deadlineMs < row.armedMs()) {
      arm(Place.ofClinic(clinicId), deadlineMs);
    }
    memory.put(clinicId, new Watched(row.watch(), Math.min(deadlineMs, row.armedMs())));
  }

  private void arm(Place place, long deadlineMs) {
    byte[] key = place.key();
    deadlines.add(
        Bytes.wrap(
            ByteBuffer.allocate(Long.BYTES + key.length).putLong(deadlineMs).put(key).array()),
        NOTHING);
  }
}
