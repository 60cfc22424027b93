package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** A waveform that should have no direct current has some over 10 s: look at it. */
public final class DcOffsetSoft {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("dc-offset-soft", Rule.Priority.LOW, Rule.Kind.TREATMENT)
          .judges("Mean direct current", Moment::directCurrentUa)
          .silentUnless(Moment::biphasic)
          .above(LimitName.DC_OFFSET_SOFT)
          .rule();

  private DcOffsetSoft() {}
}
