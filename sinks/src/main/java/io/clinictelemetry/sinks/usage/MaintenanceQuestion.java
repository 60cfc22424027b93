package io.clinictelemetry.sinks.usage;

import java.time.Instant;
import java.util.Optional;

/**
 * What is asked of maintenance.
 *
 * @param at as of when
 * @param clinic only devices of this clinic
 * @param device only this device
 * @param dueBy only what is due or overdue, or will be by then; empty for everything
 * @param limit most rows
 */
public record MaintenanceQuestion(
    Instant at,
    Optional<String> clinic,
    Optional<String> device,
    Optional<Instant> dueBy,
    int limit) {}
