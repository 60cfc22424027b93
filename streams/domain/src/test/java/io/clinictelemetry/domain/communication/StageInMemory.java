package io.clinictelemetry.domain.communication;

import io.clinictelemetry.domain.episodes.AlertChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The clinic stage with its memory in maps. */
final class StageInMemory implements Agenda, ClinicStage.Clinics {

  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::atMs)
          .thenComparing(entry -> entry.change().isPresent() ? 0 : 1)
          .thenComparing(Entry::clinicId)
          .thenComparing(Entry::deviceId)
          .thenComparing(entry -> entry.change().map(LinkChange::number).orElse(0L));

  private final TreeSet<Entry> agenda = new TreeSet<>(ORDER);
  private final Map<String, Clinic> clinics = new HashMap<>();
  private final Map<String, TreeMap<String, SilentDevice>> silent = new HashMap<>();
  private final ClinicStage stage;

  /** What became of alerts, in order. */
  final List<AlertChange> changes = new ArrayList<>();

  StageInMemory(int partitions) {
    stage = new ClinicStage(new StageClock(partitions), this, this);
  }

  void changed(LinkChange change) {
    stage.changed(change);
  }

  void told(int partition, long beforeMs) {
    changes.addAll(stage.told(partition, beforeMs));
  }

  /** All that changed, for instance {@code 130000 clinic-1 OPENED clinic-silent from 0 to -}. */
  List<String> lines() {
    return changes.stream().map(StageInMemory::line).toList();
  }

  static String line(AlertChange change) {
    return change.atMs()
        + " "
        + change.alert().subject().id()
        + (change.alert().open() ? " OPENED " : " CLEARED ")
        + change.alert().rule().name()
        + " from "
        + change.alert().startedAtMs()
        + " to "
        + (change.alert().open() ? "-" : change.alert().endedAtMs().getAsLong());
  }

  @Override
  public void add(Entry entry) {
    agenda.add(entry);
  }

  @Override
  public Optional<Entry> poll(long beforeMs) {
    return agenda.isEmpty() || agenda.first().atMs() >= beforeMs
        ? Optional.empty()
        : Optional.of(agenda.pollFirst());
  }

  @Override
  public Clinic find(String clinicId) {
    return clinics.getOrDefault(clinicId, new Clinic(clinicId));
  }

  @Override
  public void put(Clinic clinic) {
    clinics.put(clinic.clinicId(), clinic);
  }

  @Override
  public SilentDevices silent(String clinicId) {
    TreeMap<String, SilentDevice> devices = silent.computeIfAbsent(clinicId, id -> new TreeMap<>());
    return new SilentDevices() {
      @Override
      public Optional<SilentDevice> find(String deviceId) {
        return Optional.ofNullable(devices.get(deviceId));
      }

      @Override
      public void put(SilentDevice device) {
        devices.put(device.deviceId(), device);
        if (device.dueMs() != Link.NEVER) {
          add(new Entry(device.dueMs(), clinicId, device.deviceId(), Optional.empty()));
        }
      }

      @Override
      public void remove(String deviceId) {
        devices.remove(deviceId);
      }

      @Override
      public List<SilentDevice> all() {
        return List.copyOf(devices.values());
      }
    };
  }
}
