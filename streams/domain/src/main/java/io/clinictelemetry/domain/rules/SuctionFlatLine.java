package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/**
 * Suction reads exactly the same although the tip comes and goes: its sensor is stuck. While the
 * pump is off nothing else is to be expected.
 */
public final class SuctionFlatLine {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("suction-flat-line", Rule.Priority.MEDIUM, Rule.Kind.TECHNICAL)
          .judges("Time without any change of suction", Moment::flatLineS)
          .silentUnless(Moment::suctionIsOn)
          .atLeast(LimitName.FLAT_LINE)
          .untilItBeginsAgain()
          .rule();

  private SuctionFlatLine() {}
}
