package io.clinictelemetry.domain.communication;

import io.clinictelemetry.domain.communication.Agenda.Entry;
import io.clinictelemetry.domain.episodes.AlertChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes communication alerts of what the links of many clinics do.
 *
 * <p>What is told is put on an agenda and taken off it in the order of its time once the stage's
 * clock is past it, and so are the ends of holds. Therefore the alerts do not depend on the order
 * in which the telemetry partitions are read.
 */
public final class ClinicStage {

  /** Entries of the agenda that are handled at once at most, so that it takes a bounded time. */
  private static final int HANDLED_AT_ONCE = 5_000;

  /** What is remembered of clinics. */
  public interface Clinics {
    /** The clinic as it is remembered; a new one where it is not known. */
    Clinic find(String clinicId);

    /** Remembers it. */
    void put(Clinic clinic);

    /** Its silent devices; what is put there is on the agenda when it is due. */
    SilentDevices silent(String clinicId);
  }

  private final StageClock clock;
  private final Agenda agenda;
  private final Clinics clinics;
  private long doneBeforeMs;

  /** A stage that goes on with what is remembered. */
  public ClinicStage(StageClock clock, Agenda agenda, Clinics clinics) {
    this.clock = clock;
    this.agenda = agenda;
    this.clinics = clinics;
  }

  /** A telemetry partition tells that a link changed. */
  public void changed(LinkChange change) {
    agenda.add(new Entry(change.atMs(), change.clinicId(), change.deviceId(), Optional.of(change)));
  }

  /**
   * A telemetry partition has told all that happened before the time, ms since 1970 UTC; answers
   * what became of alerts, in order. When very much is due, the rest waits until more is told.
   */
  public List<AlertChange> told(int partition, long beforeMs) {
    clock.told(partition, beforeMs);
    long nowMs = clock.nowMs();
    List<AlertChange> changes = new ArrayList<>(0);
    for (int handled = 0; handled < HANDLED_AT_ONCE; handled++) {
      Optional<Entry> next = agenda.poll(nowMs);
      if (next.isEmpty()) {
        doneBeforeMs = nowMs;
        return changes;
      }
      doneBeforeMs = next.get().atMs();
      changes.addAll(handle(next.get()));
    }
    return changes;
  }

  /** What happened before then is handled; later ones may not be, ms since 1970 UTC. */
  public long doneBeforeMs() {
    return doneBeforeMs;
  }

  private List<AlertChange> handle(Entry entry) {
    Clinic clinic = clinics.find(entry.clinicId());
    SilentDevices silent = clinics.silent(entry.clinicId());
    List<AlertChange> changes =
        entry
            .change()
            .map(change -> clinic.changed(change, silent))
            .orElseGet(() -> clinic.due(entry.deviceId(), entry.atMs(), silent));
    clinics.put(clinic);
    return changes;
  }
}
