package io.clinictelemetry.producers.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A time in which a clinic's gateway has no connection.
 *
 * @param clinicId the clinic
 * @param fromMs when it begins, ms since the fleet's origin
 * @param untilMs when it ends, ms since the fleet's origin
 */
record Outage(String clinicId, long fromMs, long untilMs) {

  /**
   * So long a clinic is silent before its alert must come, ms: an idle device may be silent for 120
   * s, a silence is held for 10 s, and the rest is for the way.
   */
  private static final long SURE_AFTER_MS = 150_000;

  /** Of fewer devices nobody can tell a silent clinic. */
  private static final int DEVICES = 3;

  /**
   * What the fleet says of it; empty before it begins.
   *
   * @param origin when the fleet's life began
   * @param devices how many stand in the clinic
   */
  Optional<FaultTruth> fault(Instant origin, Instant now, int devices) {
    Instant from = origin.plusMillis(fromMs);
    if (now.isBefore(from)) {
      return Optional.empty();
    }
    Set<String> rules =
        FaultKind.GATEWAY_OUTAGE.expectedRules().stream()
            .map(AlertRule::key)
            .collect(Collectors.toUnmodifiableSet());
    boolean sure = devices >= DEVICES && !now.isBefore(from.plusMillis(SURE_AFTER_MS));
    return Optional.of(
        new FaultTruth(
            clinicId,
            clinicId,
            Optional.empty(),
            FaultKind.GATEWAY_OUTAGE,
            from,
            0,
            !now.isBefore(origin.plusMillis(untilMs)),
            sure ? rules : Set.of(),
            sure ? Set.of() : rules));
  }
}
