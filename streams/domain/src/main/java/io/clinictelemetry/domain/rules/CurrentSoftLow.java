package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Mean current, in contact, below the soft limit for 2 s: it does too little. */
public final class CurrentSoftLow {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("current-soft-low", Rule.Priority.LOW, Rule.Kind.TREATMENT)
          .judges("Mean current", Moment::ua)
          .silentUnless(Moment::currentIsSteady)
          .onlyWhile(Moment::currentFlows)
          .below(LimitName.CURRENT_SOFT_LOW)
          .forMs(2_000)
          .of(SampleRule.Family.ELECTRODE_CONTACT)
          .explainedBy("battery-sag")
          .rule();

  private CurrentSoftLow() {}
}
