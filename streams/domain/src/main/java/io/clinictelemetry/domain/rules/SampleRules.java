package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.limits.Modality;
import java.util.List;

/** The rules that judge sample by sample. */
public final class SampleRules {

  /** All of them. Their order is that in which verdicts on the same sample are published. */
  public static final List<SampleRule> ALL =
      List.of(
          SuctionHardHigh.RULE,
          SuctionSoftHigh.RULE,
          SuctionSoftLow.RULE,
          SuctionHardLow.RULE,
          SuctionDwellSoft.RULE,
          SuctionDwellHard.RULE,
          SuctionDoseSoft.RULE,
          SuctionDoseHard.RULE,
          SuctionFlatLine.RULE,
          CurrentHardPeak.RULE,
          CurrentSoftHigh.RULE,
          CurrentSoftLow.RULE,
          CurrentLost.RULE,
          CurrentTracking.RULE,
          ImpedanceSoft.RULE,
          ImpedanceLost.RULE,
          ImpedanceShort.RULE,
          DcOffsetSoft.RULE,
          DcOffsetHard.RULE,
          CurrentDensity.RULE,
          GrossDoseHard.RULE);

  private static final SampleRule[] OF_SUCTION = of(Modality.MICRODERMABRASION);
  private static final SampleRule[] OF_CURRENT = of(Modality.MICROCURRENT);

  private SampleRules() {}

  /** In order; not to be changed. */
  static SampleRule[] judging(Modality modality) {
    return modality == Modality.MICRODERMABRASION ? OF_SUCTION : OF_CURRENT;
  }

  private static SampleRule[] of(Modality modality) {
    return ALL.stream().filter(rule -> rule.modality() == modality).toArray(SampleRule[]::new);
  }
}
