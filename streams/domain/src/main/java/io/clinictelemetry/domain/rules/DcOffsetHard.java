package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** A waveform that should have no direct current has much of it over 10 s: skin would burn. */
public final class DcOffsetHard {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("dc-offset-hard", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Mean direct current", Moment::directCurrentUa)
          .silentUnless(Moment::biphasic)
          .above(LimitName.DC_OFFSET_HARD)
          .rule();

  private DcOffsetHard() {}
}
