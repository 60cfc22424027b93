package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** More charge than a session may apply, whatever its sign: end the session. */
public final class GrossDoseHard {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("gross-dose-hard", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Charge of the session", Moment::grossDoseC)
          .above(LimitName.GROSS_DOSE)
          .rule();

  private GrossDoseHard() {}
}
