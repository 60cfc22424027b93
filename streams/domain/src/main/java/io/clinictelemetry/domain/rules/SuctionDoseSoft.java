package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Much suction × time on one spot, for the zone and skin: look at it. */
public final class SuctionDoseSoft {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-dose-soft", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Suction times time on one spot", Moment::doseKpaS)
          .above(LimitName.DOSE_SOFT)
          .scaled(
              (limits, at) ->
                  limits.scaled(
                      LimitName.DOSE_SOFT, LimitName.DOSE_HARD, at.zone(), at.sensitivity()))
          .untilItBeginsAgain()
          .rule();

  private SuctionDoseSoft() {}
}
