package io.clinictelemetry.contracts.operations;

/**
 * How a component is.
 *
 * @param live false when only a restart helps
 * @param ready whether it does its work now
 * @param detail one sentence for people
 */
public record Health(boolean live, boolean ready, String detail) {}
