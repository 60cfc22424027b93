package io.clinictelemetry.producers.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One control that has begun: something that looks like a fault and is none.
 *
 * @param deviceId the device
 * @param clinicId the clinic that it stands in
 * @param sessionId the session that it happened in
 * @param kind which control
 * @param onsetAt time of its first sample, on the device's clock
 * @param over whether it passed, or the session ended
 * @param expectedRules rules that must raise an alert: of hovering one, of others none
 * @param possibleRules rules that may raise one, because the session was ended while it hovered
 */
public record ControlTruth(
    String deviceId,
    String clinicId,
    Optional<String> sessionId,
    ControlKind kind,
    Instant onsetAt,
    boolean over,
    Set<String> expectedRules,
    Set<String> possibleRules)
    implements Expectation {}
