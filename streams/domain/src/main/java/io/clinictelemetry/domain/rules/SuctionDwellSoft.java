package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/**
 * The tip rests on one spot for too long: look at it. Where no sensor tells whether it moves, it is
 * on the skin for very long without a lift.
 */
public final class SuctionDwellSoft {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-dwell-soft", Rule.Priority.MEDIUM, Rule.Kind.TREATMENT)
          .judges("Time on one spot", Moment::dwellS)
          .atLeast(LimitName.DWELL_SOFT)
          .withoutMotionSensor(LimitName.CONTACT_SOFT)
          .untilItBeginsAgain()
          .rule();

  private SuctionDwellSoft() {}
}
