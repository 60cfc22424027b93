package io.clinictelemetry.domain.limits;

/**
 * One number and where it comes from.
 *
 * @param value in the unit of its {@link LimitName}
 * @param policy scope and version of the policy that sets it, {@code scope#version}
 */
public record Limit(double value, String policy) {}
