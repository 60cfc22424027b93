package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/**
 * Hardly any of the current that is set, for 3 s: the contact is lost. A roving electrode is lifted
 * now and then, so it has 10 s.
 */
public final class CurrentLost {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("current-lost", Rule.Priority.MEDIUM, Rule.Kind.TECHNICAL)
          .judges("Share of the set current", Moment::shareOfSetPct)
          .silentUnless(Moment::currentIsSteady)
          .below(LimitName.CURRENT_LOST)
          .forMs(3_000)
          .rovingForMs(10_000)
          .of(SampleRule.Family.ELECTRODE_CONTACT)
          .explainedBy("battery-sag")
          .rule();

  private CurrentLost() {}
}
