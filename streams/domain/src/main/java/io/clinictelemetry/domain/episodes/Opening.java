package io.clinictelemetry.domain.episodes;

import java.util.Optional;

/**
 * What is known when an episode opens. Times are corrected, ms since 1970 UTC; measured, peak and
 * limit are in the rule's unit.
 *
 * @param startedAtMs when the condition first held: part of the alert's identity
 * @param triggeredAtMs when it had held for long enough
 * @param measured the value that decided
 * @param peak the value furthest beyond the limit so far
 * @param limit the limit in force
 * @param policy scope and version that gave the limit
 * @param explanation one sentence for people
 * @param late whether what decided was late
 * @param chattering whether it is the third opening within a minute
 * @param cause id of the alert that this one belongs to, where there is one
 */
public record Opening(
    long startedAtMs,
    long triggeredAtMs,
    double measured,
    double peak,
    double limit,
    String policy,
    String explanation,
    boolean late,
    boolean chattering,
    Optional<String> cause) {}
