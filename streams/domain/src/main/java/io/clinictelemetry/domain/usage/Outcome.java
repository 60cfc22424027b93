package io.clinictelemetry.domain.usage;

/** What became of a session that is over. */
public enum Outcome {
  /** It counts. */
  COMPLETED,
  /** It ended long before its plan. */
  ABORTED,
  /** Nobody was treated. */
  TEST
}
