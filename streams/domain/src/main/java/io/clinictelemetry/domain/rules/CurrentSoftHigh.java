package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Mean current above the class's soft limit for 2 s: look at it. */
public final class CurrentSoftHigh {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("current-soft-high", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Mean current", Moment::ua)
          .above(LimitName.CURRENT_SOFT_HIGH)
          .forMs(2_000)
          .rule();

  private CurrentSoftHigh() {}
}
