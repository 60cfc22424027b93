package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Books one session while it runs: only what was sent counts. */
final class SessionBook {

  private final DeviceProfile device;
  private final String sessionId;
  private final Treatment treatment;
  private final Instant startedAt;
  private final int intervalMs;
  private Optional<Instant> endedAt = Optional.empty();
  private Optional<EndReason> endReason = Optional.empty();
  private long samples;
  private final SortedMap<Instant, Long> treatingMsByQuarter = new TreeMap<>();

  /**
   * @param startedAt on the device's clock
   * @param intervalMs time from one sample to the next, ms
   */
  SessionBook(
      DeviceProfile device,
      String sessionId,
      Treatment treatment,
      Instant startedAt,
      int intervalMs) {
    this.device = device;
    this.sessionId = sessionId;
    this.treatment = treatment;
    this.startedAt = startedAt;
    this.intervalMs = intervalMs;
  }

  void sent(Reading reading) {
    if (reading.treating()) {
      Instant at = startedAt.plusMillis(samples * intervalMs);
      treated(at, at.plusMillis(intervalMs));
    }
    samples++;
  }

  private void treated(Instant from, Instant to) {
    Instant quarter = SessionTruth.quarterOf(from);
    Instant next = quarter.plus(SessionTruth.QUARTER);
    Instant until = to.isBefore(next) ? to : next;
    treatingMsByQuarter.merge(quarter, Duration.between(from, until).toMillis(), Long::sum);
    if (to.isAfter(next)) {
      treated(next, to);
    }
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
        treatment.plan().plannedDuration(),
        startedAt,
        endedAt,
        endReason,
        samples,
        treatingMsByQuarter);
  }

  /** Empty when no fault was planned, or it has not begun. */
  Optional<FaultTruth> fault() {
    return begun()
        .filter(planned -> planned.kind() instanceof FaultKind)
        .map(
            planned ->
                new FaultTruth(
                    device.deviceId(),
                    device.inventory().getClinicId(),
                    Optional.of(sessionId),
                    (FaultKind) planned.kind(),
                    onsetAt(planned),
                    disturbed(planned),
                    over(planned),
                    expected(planned),
                    possible(planned)));
  }

  /** Empty when no control was planned, or it has not begun. */
  Optional<ControlTruth> control() {
    return begun()
        .filter(planned -> planned.kind() instanceof ControlKind)
        .map(
            planned ->
                new ControlTruth(
                    device.deviceId(),
                    device.inventory().getClinicId(),
                    Optional.of(sessionId),
                    (ControlKind) planned.kind(),
                    onsetAt(planned),
                    over(planned),
                    expected(planned),
                    possible(planned)));
  }

  private Optional<PlannedDisturbance> begun() {
    return treatment.disturbance().filter(planned -> disturbed(planned) > 0);
  }

  private Instant onsetAt(PlannedDisturbance planned) {
    return startedAt.plusMillis((long) planned.firstSample() * intervalMs);
  }

  private long disturbed(PlannedDisturbance planned) {
    return Math.max(0, Math.min(samples, planned.end()) - planned.firstSample());
  }

  private boolean over(PlannedDisturbance planned) {
    return samples >= planned.end() || endedAt.isPresent();
  }

  private boolean sure(PlannedDisturbance planned) {
    return disturbed(planned) >= planned.surelySeen();
  }

  private Set<String> expected(PlannedDisturbance planned) {
    return sure(planned) ? keys(planned.kind().expectedRules()) : Set.of();
  }

  private Set<String> possible(PlannedDisturbance planned) {
    Set<AlertRule> rules = new HashSet<>(planned.kind().companions());
    if (!sure(planned)) {
      rules.addAll(planned.kind().expectedRules());
    }
    return keys(rules);
  }

  private static Set<String> keys(Set<AlertRule> rules) {
    return rules.stream().map(AlertRule::key).collect(Collectors.toUnmodifiableSet());
  }
}
