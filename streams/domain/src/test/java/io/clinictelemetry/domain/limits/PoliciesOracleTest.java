package io.clinictelemetry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.domain.testing.Property;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Policies against an oracle that looks at every policy for every limit and moment. */
@Tag("long")
class PoliciesOracleTest {

  private static final int SEEDS = 300;
  private static final int MAX_POLICIES = 12;
  private static final int LAST_MS = 6;
  private static final List<Scope> SCOPES =
      List.of(
          Scope.device("x"),
          Scope.device("y"),
          Scope.clinic("x"),
          Scope.model("x"),
          Scope.defaults(Modality.MICRODERMABRASION, DeviceClass.SALON),
          Scope.defaults(Modality.MICROCURRENT, DeviceClass.HOME));

  @Test
  void judgesAsTheOracleDoes() {
    Property.forAll(
        SEEDS,
        PoliciesOracleTest::policies,
        (list, random) -> {
          Policies policies = new Policies(list);
          for (Modality modality : Modality.values()) {
            for (DeviceClass deviceClass : DeviceClass.values()) {
              LimitsInForce inForce =
                  policies.of("x", "x", Optional.of("x"), modality, deviceClass);
              for (long atMs = -1; atMs <= LAST_MS + 1; atMs++) {
                compare(inForce.at(atMs), list, modality, deviceClass, atMs);
              }
            }
          }
        });
  }

  private static void compare(
      Limits limits, List<Policy> policies, Modality modality, DeviceClass deviceClass, long atMs) {
    Map<LimitName, Double> expected = new EnumMap<>(LimitName.class);
    for (LimitName name : LimitName.values()) {
      if (name.appliesTo(modality)) {
        double own = resolved(name, policies, modality, deviceClass, atMs);
        expected.put(name, own);
      }
    }
    for (LimitName name : expected.keySet()) {
      assertThat(limits.value(name))
          .as("%s %s %s at %d", name, modality, deviceClass, atMs)
          .isEqualTo(ordered(name, expected));
    }
  }

  private static double resolved(
      LimitName name,
      List<Policy> policies,
      Modality modality,
      DeviceClass deviceClass,
      long atMs) {
    for (Scope scope :
        List.of(
            Scope.device("x"),
            Scope.clinic("x"),
            Scope.model("x"),
            Scope.defaults(modality, deviceClass))) {
      Policy inForce = null;
      for (Policy policy : policies) {
        if (policy.scope().equals(scope)
            && policy.effectiveFromMs() <= atMs
            && (inForce == null
                || policy.effectiveFromMs() > inForce.effectiveFromMs()
                || (policy.effectiveFromMs() == inForce.effectiveFromMs()
                    && policy.version() > inForce.version()))) {
          inForce = policy;
        }
      }
      if (inForce != null && inForce.limits().containsKey(name)) {
        return name.bound()
            .stricter(inForce.limits().get(name), Ceiling.of(name, modality, deviceClass));
      }
    }
    return DefaultLimits.of(modality, deviceClass).value(name);
  }

  /** The strictest of the limit and those that it must not pass; uppers before lowers. */
  private static double ordered(LimitName name, Map<LimitName, Double> resolved) {
    List<LimitName> chain =
        LimitOrder.CHAINS.stream().filter(c -> c.contains(name)).findFirst().orElse(List.of(name));
    int place = chain.indexOf(name);
    double value = resolved.get(name);
    if (name.bound() == Bound.AT_LEAST) {
      for (LimitName lower : chain.subList(0, place)) {
        value = Math.max(value, resolved.get(lower));
      }
    }
    for (LimitName higher : chain.subList(place + 1, chain.size())) {
      if (higher.bound() == Bound.AT_MOST) {
        value = Math.min(value, resolved.get(higher));
      }
    }
    return value;
  }

  private static List<Policy> policies(Random random) {
    List<Policy> policies = new ArrayList<>();
    for (int version = 1; version <= 1 + random.nextInt(MAX_POLICIES); version++) {
      Map<LimitName, Double> limits = new EnumMap<>(LimitName.class);
      for (LimitName name : LimitName.values()) {
        if (random.nextInt(3) == 0) {
          double shipped =
              DefaultLimits.of(
                      name.appliesTo(Modality.MICROCURRENT)
                          ? Modality.MICROCURRENT
                          : Modality.MICRODERMABRASION,
                      DeviceClass.SALON)
                  .value(name);
          limits.put(name, shipped * (0.1 + 4 * random.nextDouble()));
        }
      }
      Scope scope = SCOPES.get(random.nextInt(SCOPES.size()));
      policies.add(
          new Policy(scope, version, 0, random.nextInt(LAST_MS), "author", "reason", limits));
    }
    return policies;
  }
}
