package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Much current per electrode area for 2 s: look at it. The delay is an engineering default. */
public final class CurrentDensity {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("current-density", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Current per electrode area", Moment::densityMaCm2)
          .above(LimitName.CURRENT_DENSITY)
          .forMs(2_000)
          .rule();

  private CurrentDensity() {}
}
