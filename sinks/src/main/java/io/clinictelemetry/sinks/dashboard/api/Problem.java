package io.clinictelemetry.sinks.dashboard.api;

/**
 * Why a request was not served, as JSON.
 *
 * @param error the kind of problem, for programs
 * @param detail one sentence for people
 */
public record Problem(String error, String detail) {}
