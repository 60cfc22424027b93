package io.clinictelemetry.domain.limits;

/** The limits of one device in one treatment, as policies replace each other over time. */
@FunctionalInterface
public interface LimitsInForce {

  /**
   * The limits in force at a moment.
   *
   * @param atMs corrected time, ms since 1970 UTC
   */
  Limits at(long atMs);
}
