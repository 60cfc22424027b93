package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Suction on the skin above the class's hard limit for 0.3 s: act at once, whatever the zone. */
public final class SuctionHardHigh {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-hard-high", Rule.Priority.HIGH, Rule.Kind.TREATMENT)
          .judges("Suction on the skin", Moment::kpa)
          .onlyWhile(Moment::onTheSkin)
          .above(LimitName.SUCTION_HARD_HIGH)
          .forMs(300)
          .rule();

  private SuctionHardHigh() {}
}
