package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.EndReason;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Books one session while it runs: only what was sent counts. */
final class SessionBook {

  private final DeviceProfile device;
  private final String sessionId;
  private final Treatment treatment;
  private final Instant startedAt;
  private Optional<Instant> endedAt = Optional.empty();
  private Optional<EndReason> endReason = Optional.empty();
  private long samples;
  private long treatingSamples;
  private Optional<Instant> onsetAt = Optional.empty();
  private long samplesAboveLimit;

  /**
   * @param startedAt on the device's clock
   */
  SessionBook(DeviceProfile device, String sessionId, Treatment treatment, Instant startedAt) {
    this.device = device;
    this.sessionId = sessionId;
    this.treatment = treatment;
    this.startedAt = startedAt;
  }

  void sent(Reading reading) {
    if (reading.aboveHardLimit()) {
      if (onsetAt.isEmpty()) {
        onsetAt = Optional.of(startedAt.plusMillis(samples * Treatment.INTERVAL_MS));
      }
      samplesAboveLimit++;
    }
    if (reading.treating()) {
      treatingSamples++;
    }
    samples++;
  }

  void ended(Instant at, EndReason reason) {
    endedAt = Optional.of(at);
    endReason = Optional.of(reason);
  }

  long samples() {
    return samples;
  }

  SessionTruth session() {
    return new SessionTruth(
        device.deviceId(),
        device.inventory().getClinicId(),
        sessionId,
        treatment.plan().modality(),
        device.inventory().getDeviceClass(),
        device.clockError().toMillis(),
        startedAt,
        endedAt,
        endReason,
        samples,
        treatingSamples * Treatment.INTERVAL_MS);
  }

  /** Empty when no fault was planned, or it has not crossed its limit. */
  Optional<FaultTruth> fault() {
    return treatment.fault().flatMap(planned -> onsetAt.map(onset -> fault(planned, onset)));
  }

  private FaultTruth fault(PlannedFault planned, Instant onset) {
    FaultKind kind = planned.kind();
    boolean surelySeen = samplesAboveLimit >= planned.surelySeen();
    return new FaultTruth(
        device.deviceId(),
        device.inventory().getClinicId(),
        sessionId,
        kind,
        onset,
        samplesAboveLimit,
        samples >= planned.end() || endedAt.isPresent(),
        surelySeen ? Set.of(kind.expectedRule()) : Set.of(),
        surelySeen ? kind.companions() : union(kind));
  }

  private static Set<String> union(FaultKind kind) {
    Set<String> all = new HashSet<>(kind.companions());
    all.add(kind.expectedRule());
    return Set.copyOf(all);
  }
}
