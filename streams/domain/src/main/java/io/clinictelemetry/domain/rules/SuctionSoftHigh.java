package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Suction on the skin above the soft limit of zone and skin for 2 s: look at it. */
public final class SuctionSoftHigh {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-soft-high", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Suction on the skin", Moment::kpa)
          .onlyWhile(Moment::onTheSkin)
          .above(LimitName.SUCTION_SOFT_HIGH)
          .scaled(
              (limits, at) ->
                  limits.scaled(
                      LimitName.SUCTION_SOFT_HIGH,
                      LimitName.SUCTION_HARD_HIGH,
                      at.zone(),
                      at.sensitivity()))
          .forMs(2_000)
          .rule();

  private SuctionSoftHigh() {}
}
