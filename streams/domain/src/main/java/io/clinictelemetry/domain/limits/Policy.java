package io.clinictelemetry.domain.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One version of the limits of a scope, checked by {@link PolicyDraft#policy}. It replaces the
 * version before it as a whole: what it does not set, the next scope sets.
 *
 * @param scope what it is for
 * @param version counts from 1 in each scope; the shipped defaults are the first of theirs
 * @param publishedAtMs when it was published, ms since 1970 UTC
 * @param effectiveFromMs corrected time of the first sample that it judges, ms since 1970 UTC
 * @param author who answers for it
 * @param reason why it is
 * @param limits in the units of their names
 */
public record Policy(
    Scope scope,
    int version,
    long publishedAtMs,
    long effectiveFromMs,
    String author,
    String reason,
    Map<LimitName, Double> limits) {

  /** How long before it takes effect a policy must be published, ms: all must know it by then. */
  public static final long MIN_LEAD_MS = 10_000;

  /** Keeps a copy of the limits. */
  public Policy {
    EnumMap<LimitName, Double> copy = new EnumMap<>(LimitName.class);
    copy.putAll(limits);
    limits = Collections.unmodifiableMap(copy);
  }

  /** Scope and version, {@code scope#version}: what alerts name. */
  public String id() {
    return id(scope.toString(), version);
  }

  /** The same, in force from then on, ms since 1970 UTC. */
  Policy effectiveFrom(long fromMs) {
    return new Policy(scope, version, publishedAtMs, fromMs, author, reason, limits);
  }

  static String id(String scope, int version) {
    return scope + "#" + version;
  }
}
