package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The limits of one kind of device as a table for people. */
final class LimitsTable {

  private static final String ROW = "%-18s %8s %-7s %-34s %s";

  private final Policies policies;
  private final Instant at;

  LimitsTable(Policies policies, Instant at) {
    this.policies = policies;
    this.at = at;
  }

  /**
   * Title, head and a row for each limit.
   *
   * @param who what the title names
   */
  List<String> lines(String who, Subject subject) {
    Limits limits = subject.limits(policies).at(at.toEpochMilli());
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %s, %s, at %s"
            .formatted(who, lowerCase(subject.modality()), lowerCase(subject.deviceClass()), at));
    lines.add(ROW.formatted("limit", "value", "unit", "policy", "because").stripTrailing());
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(subject.modality())) {
        lines.add(
            ROW.formatted(
                name.key(),
                Quantity.number(limits.value(name)),
                name.unit(),
                limits.policy(name),
                because(limits, name, subject.deviceClass())));
      }
    }
    subject.scopes().stream()
        .flatMap(scope -> policies.versions(scope).stream())
        .filter(policy -> policy.effectiveFromMs() > at.toEpochMilli())
        .forEach(
            policy ->
                lines.add(
                    "later: %s, effective from %s"
                        .formatted(policy.id(), Instant.ofEpochMilli(policy.effectiveFromMs()))));
    subject.scopes().stream()
        .flatMap(scope -> policies.drafts(scope).stream())
        .forEach(
            draft ->
                lines.add(
                    "draft: %s by %s: %s".formatted(draft.id(), draft.author(), draft.reason())));
    return lines;
  }

  /** The reason and author of the policy, or where the shipped number comes from. */
  private String because(Limits limits, LimitName name, DeviceClass deviceClass) {
    Optional<Policy> published = policies.find(limits.policy(name));
    return published
        .map(
            policy ->
                "%s (%s%s)"
                    .formatted(
                        policy.reason(),
                        policy.author(),
                        policy.approval().map(given -> "; approved by " + given.by()).orElse("")))
        .orElseGet(() -> shipped(limits, name, deviceClass));
  }

  private static String shipped(Limits limits, LimitName name, DeviceClass deviceClass) {
    Modality modality = limits.modality();
    if (DefaultLimits.of(modality, deviceClass).value(name) != limits.value(name)) {
      return "as loose as its class may have it";
    }
    return DefaultLimits.source(name, modality, deviceClass).orElse("engineering default");
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
