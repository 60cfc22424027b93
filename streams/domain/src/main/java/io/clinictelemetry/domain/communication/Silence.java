package io.clinictelemetry.domain.communication;

import io.clinictelemetry.domain.rules.LinkRule;
import java.util.Optional;

/**
 * One device that is not heard.
 *
 * @param rule the rule that it breaks
 * @param sessionId the session that it was in, where it was in one
 * @param sinceMs log clock at which it was last heard, or from which on it should have been heard,
 *     ms since 1970 UTC
 * @param lostAtMs log clock at which it had been silent for as long as it may be, ms since 1970 UTC
 * @param policy scope and version of the policy that says how long that is
 */
public record Silence(
    LinkRule rule, Optional<String> sessionId, long sinceMs, long lostAtMs, String policy) {

  /** How long it may be silent, ms. */
  public long limitMs() {
    return lostAtMs - sinceMs;
  }

  /** Whether it is a device that was heard before, hence one that its clinic counts on. */
  public boolean wasHeardBefore() {
    return !rule.equals(LinkRule.DEVICE_NEVER_SEEN);
  }
}
