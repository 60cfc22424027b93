package io.clinictelemetry.domain.intake;

/** A sign of life. What else a heartbeat carries is not judged yet. */
public record Heartbeat() implements Payload {}
