package io.clinictelemetry.domain.limits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A policy as somebody wrote it or as it came from elsewhere, not checked yet; the components are
 * those of {@link Policy}.
 *
 * @param limits as written, in any order
 */
public record PolicyDraft(
    String scope,
    int version,
    long publishedAtMs,
    long effectiveFromMs,
    String author,
    String reason,
    List<Setting> limits,
    Optional<Policy.Approval> approval) {

  /** The longest author and the longest reason, characters. */
  public static final int MAX_TEXT = 500;

  /** One that approves no draft. */
  public PolicyDraft(
      String scope,
      int version,
      long publishedAtMs,
      long effectiveFromMs,
      String author,
      String reason,
      List<Setting> limits) {
    this(scope, version, publishedAtMs, effectiveFromMs, author, reason, limits, Optional.empty());
  }

  /**
   * One limit as written.
   *
   * @param name see {@link LimitName#key}
   * @param value the number
   * @param unit the unit that the author meant it in
   */
  public record Setting(String name, double value, String unit) {}

  /**
   * The policy as what was published is read. What is looser than a {@link Ceiling} passes, for
   * {@link Policies} holds it back: a release with lower ceilings must not lose the rest of it.
   *
   * @throws InvalidPolicyException when something is wrong with it; names all that is
   */
  public Policy policy() {
    List<String> problems = new ArrayList<>();
    Optional<Scope> parsed = parseScope(problems);
    Policy policy = policy(parsed, problems);
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(problems);
    }
    return policy;
  }

  /**
   * The policy as it may be published: no limit is looser than the ceiling of all devices that it
   * can be for.
   *
   * @param ofClass the class of all devices in the scope, where it is known
   * @throws InvalidPolicyException when something is wrong with it; names all that is
   */
  public Policy publishable(Optional<DeviceClass> ofClass) {
    List<String> problems = new ArrayList<>();
    Optional<Scope> parsed = parseScope(problems);
    Policy policy = policy(parsed, problems);
    parsed.ifPresent(scope -> checkReach(scope, ofClass, policy.limits(), problems));
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(problems);
    }
    return policy;
  }

  private Policy policy(Optional<Scope> parsed, List<String> problems) {
    if (version < 1) {
      problems.add(String.format(Locale.ROOT, "version: %d; versions count from 1", version));
    }
    requireText("author", author, problems);
    requireText("reason", reason, problems);
    approval.ifPresent(given -> checkApproval(given, problems));
    if (effectiveFromMs - publishedAtMs < Policy.MIN_LEAD_MS) {
      problems.add(
          String.format(
              Locale.ROOT,
              "effective_from: %.1f s after publication; it must be at least %d s after it",
              (effectiveFromMs - publishedAtMs) / 1_000.0,
              Policy.MIN_LEAD_MS / 1_000));
    }
    Map<LimitName, Double> values = values(problems);
    checkOrder(values, problems);
    return new Policy(
        parsed.orElse(null),
        version,
        publishedAtMs,
        effectiveFromMs,
        author,
        reason,
        values,
        approval);
  }

  private void checkApproval(Policy.Approval given, List<String> problems) {
    requireText("approved_by", given.by(), problems);
    if (given.by().strip().equalsIgnoreCase(author.strip())) {
      problems.add(
          String.format(
              Locale.ROOT,
              "approved_by: %s is the author; somebody else must approve it",
              given.by()));
    }
  }

  private Optional<Scope> parseScope(List<String> problems) {
    try {
      return Optional.of(Scope.parse(scope));
    } catch (IllegalArgumentException e) {
      problems.add("scope: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void requireText(String field, String text, List<String> problems) {
    if (text.isBlank()) {
      problems.add(
          String.format(
              Locale.ROOT, "%s: empty; every policy says who answers for it, and why", field));
    } else if (text.length() > MAX_TEXT) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%s: %d characters; at most %d are kept",
              field,
              text.length(),
              MAX_TEXT));
    }
  }

  private Map<LimitName, Double> values(List<String> problems) {
    Map<LimitName, Double> values = new EnumMap<>(LimitName.class);
    for (Setting setting : limits) {
      Optional<LimitName> name = LimitName.ofKey(setting.name());
      if (name.isEmpty()) {
        problems.add(
            String.format(
                Locale.ROOT,
                "limits.%s: there is no such limit; there are %s",
                setting.name(),
                allNames()));
      } else if (!setting.unit().equals(name.get().unit())) {
        problems.add(
            String.format(
                Locale.ROOT,
                "limits.%s: in \"%s\"; it is in %s, so convert the number",
                setting.name(),
                setting.unit(),
                name.get().unit()));
      } else if (!(setting.value() > 0) || Double.isInfinite(setting.value())) {
        problems.add(
            String.format(
                Locale.ROOT,
                "limits.%s: %s %s; a limit is a number above 0",
                setting.name(),
                setting.value(),
                setting.unit()));
      } else if (values.put(name.get(), setting.value()) != null) {
        problems.add(String.format(Locale.ROOT, "limits.%s: set twice", setting.name()));
      }
    }
    return values;
  }

  private static String allNames() {
    return Arrays.stream(LimitName.values()).map(LimitName::key).collect(Collectors.joining(", "));
  }

  /** A limit must be one that some device in the scope has, and within the ceiling of it. */
  private static void checkReach(
      Scope scope,
      Optional<DeviceClass> ofClass,
      Map<LimitName, Double> values,
      List<String> problems) {
    List<DeviceClass> classes =
        scope.ofClass().or(() -> ofClass).map(List::of).orElse(List.of(DeviceClass.values()));
    List<Modality> modalities = scope.modality().map(List::of).orElse(List.of(Modality.values()));
    values.forEach(
        (name, value) -> {
          Optional<Double> loosest = Optional.empty();
          for (Modality modality : modalities) {
            for (DeviceClass deviceClass : classes) {
              if (name.appliesTo(modality)) {
                double ceiling = Ceiling.of(name, modality, deviceClass);
                loosest =
                    loosest.filter(other -> !name.bound().isLooser(ceiling, other)).isPresent()
                        ? loosest
                        : Optional.of(ceiling);
              }
            }
          }
          if (loosest.isEmpty()) {
            problems.add(
                String.format(
                    Locale.ROOT, "limits.%s: devices of %s have no such limit", name.key(), scope));
          } else if (name.bound().isLooser(value, loosest.get())) {
            problems.add(
                String.format(
                    Locale.ROOT,
                    "limits.%s: %s %s is looser than the shipped limits of %s allow; set %s %s or %s",
                    name.key(),
                    number(value),
                    name.unit(),
                    classes.size() == 1 ? "its class" : "any class",
                    number(loosest.get()),
                    name.unit(),
                    name.bound() == Bound.AT_MOST ? "less" : "more"));
          }
        });
  }

  private static void checkOrder(Map<LimitName, Double> values, List<String> problems) {
    for (List<LimitName> chain : LimitOrder.CHAINS) {
      List<LimitName> set = chain.stream().filter(values::containsKey).toList();
      for (int i = 1; i < set.size(); i++) {
        LimitName lower = set.get(i - 1);
        LimitName upper = set.get(i);
        if (values.get(lower) > values.get(upper)) {
          problems.add(
              String.format(
                  Locale.ROOT,
                  "limits.%s: %s %s lies above %s, %s %s",
                  lower.key(),
                  number(values.get(lower)),
                  lower.unit(),
                  upper.key(),
                  number(values.get(upper)),
                  upper.unit()));
        }
      }
    }
  }

  /** Digits as people write them: 30, not 30.0. */
  private static String number(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
