package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/**
 * Suction on the skin below the soft limit of zone and skin for 2 s: it does too little. Off the
 * skin there is nothing to draw on, so strokes in free air say nothing.
 */
public final class SuctionSoftLow {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-soft-low", Rule.Priority.LOW, Rule.Kind.TREATMENT)
          .judges("Suction on the skin", Moment::kpa)
          .silentUnless(Moment::onTheSkin)
          .silentUnless(Moment::suctionIsSteady)
          .below(LimitName.SUCTION_SOFT_LOW)
          .scaled(
              (limits, at) ->
                  limits.scaledLow(
                      LimitName.SUCTION_SOFT_LOW,
                      LimitName.SUCTION_HARD_LOW,
                      at.zone(),
                      at.sensitivity()))
          .forMs(2_000)
          .rule();

  private SuctionSoftLow() {}
}
