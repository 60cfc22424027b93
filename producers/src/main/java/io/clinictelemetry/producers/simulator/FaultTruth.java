package io.clinictelemetry.producers.simulator;

import java.time.Instant;
import java.util.Set;

/**
 * One injected fault that crossed its hard limit.
 *
 * @param deviceId the device
 * @param clinicId the clinic that it stands in
 * @param sessionId the session that it happened in
 * @param kind which fault
 * @param onsetAt time of the first sample above the hard limit, on the device's clock
 * @param samplesAboveLimit how many samples were above it
 * @param over whether the signal is below the limit again, or the session ended
 * @param expectedRules rules that must raise an alert; none if the session was ended before the
 *     fault lasted long enough to be sure of one
 * @param possibleRules rules that may raise one beside it
 */
public record FaultTruth(
    String deviceId,
    String clinicId,
    String sessionId,
    FaultKind kind,
    Instant onsetAt,
    long samplesAboveLimit,
    boolean over,
    Set<String> expectedRules,
    Set<String> possibleRules) {}
