package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Current, in contact, far from what is set for 2 s: the output does not follow. */
public final class CurrentTracking {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("current-tracking", Rule.Priority.LOW, Rule.Kind.TECHNICAL)
          .judges("Distance from the set current", Moment::trackingErrorPct)
          .silentUnless(Moment::currentIsSteady)
          .onlyWhile(Moment::currentFlows)
          .above(LimitName.TRACKING_ERROR)
          .forMs(2_000)
          .of(SampleRule.Family.ELECTRODE_CONTACT)
          .explainedBy("battery-sag")
          .rule();

  private CurrentTracking() {}
}
