package io.clinictelemetry.producers.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One injected fault that has begun.
 *
 * @param deviceId the device; the clinic, of what befell a whole one
 * @param clinicId the clinic that it stands in
 * @param sessionId the session that it happened in; empty for one that developed over days, or
 *     befell a clinic
 * @param kind which fault
 * @param onsetAt time of the first sample, test or session under its influence, on the device's
 *     clock
 * @param samples how many samples were under it; of one that developed over days, how many tests or
 *     sessions
 * @param over whether it passed, or the session ended
 * @param expectedRules rules that must raise an alert; none if the session was ended before the
 *     fault lasted long enough to be sure of each
 * @param possibleRules rules that may raise one beside it
 */
public record FaultTruth(
    String deviceId,
    String clinicId,
    Optional<String> sessionId,
    FaultKind kind,
    Instant onsetAt,
    long samples,
    boolean over,
    Set<String> expectedRules,
    Set<String> possibleRules)
    implements Expectation {}
