package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/**
 * Hardly any suction for 5 s on the skin: the suction path leaks. Strokes are shorter than that, so
 * the time adds up over them.
 */
public final class SuctionHardLow {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-hard-low", Rule.Priority.MEDIUM, Rule.Kind.TECHNICAL)
          .judges("Suction on the skin", Moment::kpa)
          .silentUnless(Moment::onTheSkin)
          .silentUnless(Moment::suctionIsSteady)
          .below(LimitName.SUCTION_HARD_LOW)
          .forMs(5_000)
          .rule();

  private SuctionHardLow() {}
}
