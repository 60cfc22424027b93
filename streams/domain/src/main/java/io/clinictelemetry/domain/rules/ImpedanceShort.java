package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Hardly any impedance for 3 s, roving 10 s: the electrodes touch each other. */
public final class ImpedanceShort {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("impedance-short", Rule.Priority.MEDIUM, Rule.Kind.TECHNICAL)
          .judges("Impedance", Moment::impedanceKohm)
          .silentUnless(Moment::impedanceTells)
          .below(LimitName.IMPEDANCE_SHORT)
          .hysteresis(0.2)
          .forMs(3_000)
          .rovingForMs(10_000)
          .explainedBy("battery-sag")
          .rule();

  private ImpedanceShort() {}
}
