package io.clinictelemetry.domain.limits;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All policies known at a moment, beside the shipped defaults. Each limit comes from the first
 * scope that sets it: device, clinic, model, modality and class, shipped default. Of a scope's
 * versions the one counts that took effect last. No limit is looser than its {@link Ceiling}, and
 * of limits that pass each other the stricter counts, see {@link LimitOrder}.
 *
 * <p>Immutable; safe for several threads.
 */
public final class Policies {

  private static final Comparator<Policy> IN_ORDER_OF_EFFECT =
      Comparator.comparingLong(Policy::effectiveFromMs).thenComparing(Policy::version);

  private final Map<String, Policy> published = new LinkedHashMap<>();

  /**
   * Each scope's versions that are in force or will be, the one that takes effect last at the end.
   */
  private final Map<Scope, List<Policy>> versions = new HashMap<>();

  /** What was asked for; devices that no policy names share one entry, so there are few. */
  private final Map<Question, LimitsInForce> answers = Collections.synchronizedMap(new HashMap<>());

  private record Question(List<Scope> scopes, Modality modality, DeviceClass deviceClass) {}

  /** Each of them needs its author alone; see {@link #Policies(Collection, int)}. */
  public Policies(Collection<Policy> policies) {
    this(policies, 1);
  }

  /**
   * @param policies in any order; of the same scope and version, the last counts
   * @param people how many a policy needs to be in force, see {@link Policy#hasPeople}
   */
  public Policies(Collection<Policy> policies, int people) {
    policies.forEach(policy -> published.put(policy.id(), policy));
    published.values().stream()
        .filter(policy -> !policy.isDraft() && policy.hasPeople(people))
        .forEach(
            policy -> versions.computeIfAbsent(policy.scope(), s -> new ArrayList<>()).add(policy));
    versions.values().forEach(list -> list.sort(IN_ORDER_OF_EFFECT));
  }

  /** None but the shipped defaults. */
  public static Policies none() {
    return new Policies(List.of());
  }

  /** These, but of the candidate's scope the candidate alone, in force at all times. */
  public Policies trying(Policy candidate) {
    List<Policy> tried = new ArrayList<>();
    versions.forEach(
        (scope, published) -> {
          if (!scope.equals(candidate.scope())) {
            tried.addAll(published);
          }
        });
    tried.add(candidate.effectiveFrom(Long.MIN_VALUE));
    return new Policies(tried);
  }

  /**
   * The versions of a scope that are in force or will be, the one that takes effect last at the
   * end.
   */
  public List<Policy> versions(Scope scope) {
    return List.copyOf(versions.getOrDefault(scope, List.of()));
  }

  /** The scope's newest version that is in force or will be. */
  public Optional<Policy> newest(Scope scope) {
    return versions(scope).stream().max(Comparator.comparingInt(Policy::version));
  }

  /** The published policy of that {@link Policy#id}, drafts too. */
  public Optional<Policy> find(String id) {
    return Optional.ofNullable(published.get(id));
  }

  /** The scope's drafts that nobody has approved, in the order of their versions. */
  public List<Policy> drafts(Scope scope) {
    return ofScope(scope)
        .filter(policy -> policy.isDraft() && approvalOf(policy).isEmpty())
        .sorted(Comparator.comparingInt(Policy::version))
        .toList();
  }

  /** The version that put a draft in force; empty while nobody has approved it. */
  public Optional<Policy> approvalOf(Policy draft) {
    return ofScope(draft.scope())
        .filter(
            policy ->
                policy.approval().filter(given -> given.draft() == draft.version()).isPresent())
        .findFirst();
  }

  private Stream<Policy> ofScope(Scope scope) {
    return published.values().stream().filter(policy -> policy.scope().equals(scope));
  }

  /** The version that the scope's next policy must have. */
  public int nextVersion(Scope scope) {
    int shipped = scope.kind() == Scope.Kind.DEFAULT ? DefaultLimits.VERSION : 0;
    return Math.max(shipped, ofScope(scope).mapToInt(Policy::version).max().orElse(0)) + 1;
  }

  /**
   * The limits of a device. Cheap: may be asked for every frame.
   *
   * @param model as the inventory has it; empty for a device that it does not know
   */
  public LimitsInForce of(
      String deviceId,
      String clinicId,
      Optional<String> model,
      Modality modality,
      DeviceClass deviceClass) {
    List<Scope> scopes = new ArrayList<>(4);
    addIfKnown(Scope.device(deviceId), scopes);
    addIfKnown(Scope.clinic(clinicId), scopes);
    model.ifPresent(name -> addIfKnown(Scope.model(name), scopes));
    addIfKnown(Scope.defaults(modality, deviceClass), scopes);
    return answers.computeIfAbsent(new Question(scopes, modality, deviceClass), this::resolve);
  }

  private void addIfKnown(Scope scope, List<Scope> scopes) {
    if (versions.containsKey(scope)) {
      scopes.add(scope);
    }
  }

  /** What is in force from each moment at which a version of one of the scopes takes effect. */
  private LimitsInForce resolve(Question question) {
    NavigableSet<Long> moments = new TreeSet<>(List.of(Long.MIN_VALUE));
    for (Scope scope : question.scopes()) {
      versions.get(scope).forEach(policy -> moments.add(policy.effectiveFromMs()));
    }
    long[] fromMs = moments.stream().mapToLong(Long::longValue).toArray();
    Limits[] limits = new Limits[fromMs.length];
    for (int i = 0; i < fromMs.length; i++) {
      limits[i] = resolve(question, fromMs[i]);
    }
    return new LimitsTimeline(fromMs, limits);
  }

  private Limits resolve(Question question, long atMs) {
    List<Policy> inForce = new ArrayList<>(question.scopes().size());
    for (Scope scope : question.scopes()) {
      versions.get(scope).stream()
          .filter(policy -> policy.effectiveFromMs() <= atMs)
          .reduce((before, after) -> after)
          .ifPresent(inForce::add);
    }
    Map<LimitName, Limit> limits = new EnumMap<>(LimitName.class);
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(question.modality())) {
        limits.put(name, resolve(name, inForce, question));
      }
    }
    LimitOrder.restore(limits);
    return new Limits(question.modality(), limits);
  }

  private static Limit resolve(LimitName name, List<Policy> inForce, Question question) {
    Limits shipped = DefaultLimits.of(question.modality(), question.deviceClass());
    for (Policy policy : inForce) {
      Double value = policy.limits().get(name);
      if (value != null) {
        double ceiling = Ceiling.of(name, question.modality(), question.deviceClass());
        // The ceiling is made of shipped numbers, so they are what the alert names.
        return name.bound().isLooser(value, ceiling)
            ? new Limit(ceiling, shipped.policy(name))
            : new Limit(value, policy.id());
      }
    }
    return new Limit(shipped.value(name), shipped.policy(name));
  }
}
