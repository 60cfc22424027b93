package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.List;

/** A rule that judges one sample after the other: a value, while what holds, above which limit. */
public sealed interface SampleRule extends Rule
    permits SuctionHardHigh, SuctionSoftHigh, CurrentHardPeak, CurrentSoftHigh {

  /** All of them. Their order is that in which verdicts on the same sample are published. */
  List<SampleRule> ALL =
      List.of(
          new SuctionHardHigh(),
          new SuctionSoftHigh(),
          new CurrentHardPeak(),
          new CurrentSoftHigh());

  /** The readings that it judges. */
  Modality modality();

  /** The limit that it judges by. */
  LimitName limitName();

  /** The limit and its delays for this treatment. */
  Threshold threshold(Limits limits, Zone zone, SkinSensitivity sensitivity);

  /** The value of sample i, in {@link #unit}. */
  double value(Frame frame, int i);

  /** Whether the rule applies to sample i at all, for instance because there is contact. */
  boolean applies(Frame frame, int i);

  /** What exceeded the limit, for people, as the beginning of a sentence. */
  String subject();
}
