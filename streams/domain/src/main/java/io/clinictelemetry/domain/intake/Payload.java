package io.clinictelemetry.domain.intake;

/** What an event tells. */
public sealed interface Payload permits SessionStart, Frame, SessionEnd, Heartbeat {}
