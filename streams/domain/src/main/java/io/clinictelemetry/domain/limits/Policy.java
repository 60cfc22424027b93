package io.clinictelemetry.domain.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
 * @param approval of the draft that it puts in force; empty where there was none
 */
public record Policy(
    Scope scope,
    int version,
    long publishedAtMs,
    long effectiveFromMs,
    String author,
    String reason,
    Map<LimitName, Double> limits,
    Optional<Approval> approval) {

  /** How long before it takes effect a policy must be published, ms: all must know it by then. */
  public static final long MIN_LEAD_MS = 10_000;

  /**
   * When a draft takes effect, ms since 1970 UTC: at the end of the year 9999. A release that knows
   * of no drafts never puts one in force either.
   */
  public static final long NEVER_MS = 253_402_300_799_999L;

  /**
   * That somebody agreed with a draft.
   *
   * @param by who, not the author
   * @param draft its version
   */
  public record Approval(String by, int draft) {}

  /** One that was published without a draft. */
  public Policy(
      Scope scope,
      int version,
      long publishedAtMs,
      long effectiveFromMs,
      String author,
      String reason,
      Map<LimitName, Double> limits) {
    this(scope, version, publishedAtMs, effectiveFromMs, author, reason, limits, Optional.empty());
  }

  /** Keeps a copy of the limits. */
  public Policy {
    EnumMap<LimitName, Double> copy = new EnumMap<>(LimitName.class);
    copy.putAll(limits);
    limits = Collections.unmodifiableMap(copy);
  }

  /** Whether it waits for somebody to approve it, and judges nothing. */
  public boolean isDraft() {
    return effectiveFromMs == NEVER_MS;
  }

  /** Whether as many people stand behind it: its author, and who approved it. */
  public boolean hasPeople(int people) {
    return people <= (approval.isPresent() ? 2 : 1);
  }

  /** Scope and version, {@code scope#version}: what alerts name. */
  public String id() {
    return id(scope.toString(), version);
  }

  /** The same, in force from then on, ms since 1970 UTC. */
  Policy effectiveFrom(long fromMs) {
    return new Policy(scope, version, publishedAtMs, fromMs, author, reason, limits, approval);
  }

  static String id(String scope, int version) {
    return scope + "#" + version;
  }
}
