package io.clinictelemetry.domain.episodes;

import io.clinictelemetry.domain.rules.SampleRule.Family;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which alert was the first of a trouble that shows in several rules. Mutable; owned by the state
 * of one device.
 */
public final class Chains {

  /**
   * An alert that begins less than this after another of its family ended belongs to the same
   * trouble, ms. Engineering default.
   */
  public static final long LINGERS_MS = 60_000;

  /**
   * One trouble.
   *
   * @param first id of its first alert
   * @param open how many alerts of it are open
   * @param endedAtMs when the last one ended that is not, corrected, ms since 1970 UTC
   */
  public record Chain(String first, int open, long endedAtMs) {}

  private final Map<Family, Chain> chains = new EnumMap<>(Family.class);

  /** None yet. */
  public Chains() {}

  /** As remembered. */
  public Chains(Map<Family, Chain> chains) {
    this.chains.putAll(chains);
  }

  /** The alert that one of the family belongs to which begins then; empty when it is the first. */
  Optional<String> causeOf(Family family, long startedAtMs) {
    Chain chain = chains.get(family);
    return chain != null && (chain.open() > 0 || startedAtMs - chain.endedAtMs() < LINGERS_MS)
        ? Optional.of(chain.first())
        : Optional.empty();
  }

  void opened(Family family, Alert alert) {
    Chain chain = chains.get(family);
    chains.put(
        family,
        alert.cause().isPresent()
            ? new Chain(chain.first(), chain.open() + 1, chain.endedAtMs())
            : new Chain(alert.id(), 1, alert.startedAtMs()));
  }

  void ended(Family family, long endedAtMs) {
    Chain chain = chains.get(family);
    if (chain != null) { // not of an alert that an earlier release opened
      chains.put(
          family,
          new Chain(chain.first(), chain.open() - 1, Math.max(chain.endedAtMs(), endedAtMs)));
    }
  }

  /** All, by family. */
  public Map<Family, Chain> byFamily() {
    return Collections.unmodifiableMap(chains);
  }
}
