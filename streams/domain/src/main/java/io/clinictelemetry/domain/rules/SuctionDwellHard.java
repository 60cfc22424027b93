package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/** The tip rests on one spot for far too long: act at once. */
public final class SuctionDwellHard {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-dwell-hard", Rule.Priority.HIGH, Rule.Kind.TREATMENT)
          .judges("Time on one spot", Moment::restS)
          .atLeast(LimitName.DWELL_HARD)
          .untilItBeginsAgain()
          .rule();

  private SuctionDwellHard() {}
}
