package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a policy changes beside the newest version of its scope. */
final class Difference {

  private Difference() {}

  /** For people: a line that names both, then one for each limit that differs. */
  static List<String> lines(Policies published, Policy policy) {
    Scope scope = policy.scope();
    Optional<Policy> before = published.newest(scope);
    List<String> lines = new ArrayList<>();
    lines.add(
        before
            .map(b -> "%s -> %s".formatted(named(b), named(policy)))
            .orElseGet(() -> "the first policy of its scope: " + named(policy)));
    for (LimitName name : LimitName.values()) {
      String old = text(scope, name, before.map(Policy::limits).orElse(Map.of()));
      String now = text(scope, name, policy.limits());
      if (!old.equals(now)) {
        lines.add("  %-18s %s -> %s".formatted(name.key(), old, now));
      }
    }
    if (lines.size() == 1) {
      lines.add("  no limit differs");
    }
    return lines;
  }

  private static String named(Policy policy) {
    return policy.isDraft()
        ? policy.id() + ", a draft"
        : "%s, effective from %s"
            .formatted(policy.id(), Instant.ofEpochMilli(policy.effectiveFromMs()));
  }

  private static String text(Scope scope, LimitName name, Map<LimitName, Double> limits) {
    Double value = limits.get(name);
    if (value != null) {
      return Quantity.of(name, value);
    }
    return scope
        .modality()
        .filter(name::appliesTo)
        .map(modality -> DefaultLimits.of(modality, scope.ofClass().orElseThrow()).value(name))
        .map(shipped -> Quantity.of(name, shipped) + " (as shipped)")
        .orElse("not set");
  }
}
