package io.clinictelemetry.producers.simulator;

/**
 * How many alerts of a rule a scenario must lead to.
 *
 * @param subjectId the device, or the clinic, that they are about
 * @param rule the rule, which also says their priority and kind
 * @param least fewest that there must be; 0 for alerts that may follow from others
 * @param most how many there may be
 * @param late whether they must be marked late, as they tell of what is past
 */
public record ExpectedAlert(String subjectId, AlertRule rule, int least, int most, boolean late) {

  static ExpectedAlert one(String subjectId, AlertRule rule) {
    return new ExpectedAlert(subjectId, rule, 1, 1, false);
  }

  static ExpectedAlert atMostOne(String subjectId, AlertRule rule) {
    return new ExpectedAlert(subjectId, rule, 0, 1, false);
  }

  ExpectedAlert thatIsLate() {
    return new ExpectedAlert(subjectId, rule, least, most, true);
  }
}
