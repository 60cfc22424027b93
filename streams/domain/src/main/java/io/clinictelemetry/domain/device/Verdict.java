package io.clinictelemetry.domain.device;

import io.clinictelemetry.domain.episodes.Opening;
import io.clinictelemetry.domain.limits.Limit;
import java.util.Optional;

/** What an event says of a rule's condition, where it says anything. */
public sealed interface Verdict {

  /**
   * It holds.
   *
   * @param sinceMs when it began, corrected, ms since 1970 UTC
   * @param value what was measured, in the rule's unit
   * @param limit what it was measured by, in the rule's unit
   * @param explanation one sentence for people
   */
  record Holds(long sinceMs, double value, Limit limit, String explanation) implements Verdict {

    /**
     * As the opening of an alert.
     *
     * @param triggeredAtMs when what showed it happened, corrected, ms since 1970 UTC
     * @param late whether what showed it was late
     */
    Opening opening(long triggeredAtMs, boolean late) {
      return new Opening(
          sinceMs,
          triggeredAtMs,
          value,
          value,
          limit.value(),
          limit.policy(),
          explanation,
          late,
          false,
          Optional.empty());
    }
  }

  /**
   * It is over.
   *
   * @param endedAtMs when it ended, corrected, ms since 1970 UTC
   */
  record Over(long endedAtMs) implements Verdict {}

  /** A number that no policy sets: an engineering default of the rule itself. */
  static Limit builtIn(double value) {
    return new Limit(value, "built-in#1");
  }
}
