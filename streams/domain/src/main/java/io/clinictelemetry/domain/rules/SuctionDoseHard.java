package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** Too much suction × time on one spot: act at once, whatever the zone. */
public final class SuctionDoseHard {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-dose-hard", Rule.Priority.HIGH, Rule.Kind.TREATMENT)
          .judges("Suction times time on one spot", Moment::doseKpaS)
          .above(LimitName.DOSE_HARD)
          .untilItBeginsAgain()
          .rule();

  private SuctionDoseHard() {}
}
