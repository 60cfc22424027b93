package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** An impedance for 3 s, roving 10 s, that is no skin: the contact is lost. */
public final class ImpedanceLost {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("impedance-lost", Rule.Priority.MEDIUM, Rule.Kind.TECHNICAL)
          .judges("Impedance", Moment::impedanceKohm)
          .silentUnless(Moment::impedanceTells)
          .above(LimitName.IMPEDANCE_LOST)
          .hysteresis(0.2)
          .forMs(3_000)
          .rovingForMs(10_000)
          .of(SampleRule.Family.ELECTRODE_CONTACT)
          .explainedBy("battery-sag")
          .rule();

  private ImpedanceLost() {}
}
