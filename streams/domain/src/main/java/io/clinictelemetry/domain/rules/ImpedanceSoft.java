package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** High impedance for 3 s, roving 10 s: electrodes dry or lie badly. */
public final class ImpedanceSoft {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("impedance-soft", Rule.Priority.LOW, Rule.Kind.TECHNICAL)
          .judges("Impedance", Moment::impedanceKohm)
          .silentUnless(Moment::impedanceTells)
          .above(LimitName.IMPEDANCE_SOFT)
          .hysteresis(0.2)
          .forMs(3_000)
          .rovingForMs(10_000)
          .of(SampleRule.Family.ELECTRODE_CONTACT)
          .explainedBy("battery-sag")
          .rule();

  private ImpedanceSoft() {}
}
