package io.clinictelemetry.domain.response;

import io.clinictelemetry.domain.episodes.Alert;
import io.clinictelemetry.domain.episodes.AlertChange.Transition;
import java.util.Optional;

/**
 * One line in the story of an alert: what detection, a person or a deadline did to it.
 *
 * @param atMs log clock, ms since 1970 UTC
 * @param transition what happened
 * @param alert the alert after it; empty in the refusal of a command whose alert is not on the list
 * @param standing what people have made of it
 * @param command the command that did it, or was refused
 * @param refusal why the command was refused, for people
 */
public record Told(
    long atMs,
    Transition transition,
    Optional<Alert> alert,
    Standing standing,
    Optional<Command> command,
    Optional<String> refusal) {}
