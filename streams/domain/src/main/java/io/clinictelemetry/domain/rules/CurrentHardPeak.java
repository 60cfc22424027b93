package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.LimitName;

/**
 * A peak of current above the class's hard limit in two samples: act at once, even if the mean is
 * normal, and whether or not it shows contact.
 */
public final class CurrentHardPeak {

  /** The rule. */
  public static final SampleRule RULE =
      SampleRule.named("current-hard-peak", Rule.Priority.HIGH, Rule.Kind.TREATMENT)
          .judges("Peak current", Moment::peakUa)
          .above(LimitName.CURRENT_HARD_PEAK)
          .forSamples(2)
          .rule();

  private CurrentHardPeak() {}
}
