package io.clinictelemetry.sinks.dashboard.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Drafts, tries and approves limits. The dashboard is given one: to judge again takes the rules of
 * the stream, which it does not have.
 *
 * <p>All throw {@link IllegalArgumentException} when what is asked cannot be, and {@link
 * IllegalStateException} when the cluster does not do it; the message says why.
 */
public interface LimitsDesk {

  /**
   * What was published.
   *
   * @param policy its id, scope#version
   * @param effectiveFrom when it takes effect; null for a draft
   * @param changes one sentence for each limit that it changes
   */
  record Published(String policy, Instant effectiveFrom, List<String> changes) {}

  /**
   * Publishes a draft.
   *
   * @param policy JSON as docs/limits.md has it
   * @param author who asks, where the server knows its users; else the policy says it
   */
  Published draft(String policy, Optional<String> author);

  /**
   * Puts a draft in force.
   *
   * @param draft its id, scope#version
   * @param by who approves it: not who wrote it
   * @param effectiveFrom corrected time of the first sample that it is to judge; soon unless given
   */
  Published approve(String draft, String by, Optional<Instant> effectiveFrom);

  /**
   * Judges recorded telemetry by a candidate, too. Takes as long as there is telemetry.
   *
   * @param id of a published policy; else the policy says what is tried
   * @param policy JSON as docs/limits.md has it; unused where there is an id
   * @param from append time of the first record of the period
   * @param to its end, not part of it; now unless given
   * @return JSON: alerts lost and gained, and the expected load
   */
  String backtest(Optional<String> id, String policy, Optional<Instant> from, Optional<Instant> to);
}
