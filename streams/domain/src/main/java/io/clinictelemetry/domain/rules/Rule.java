package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.List;

/** One rule: which value, while what holds, above which limit, for how long, and how urgent. */
public sealed interface Rule
    permits SuctionHardHigh, SuctionSoftHigh, CurrentHardPeak, CurrentSoftHigh {

  /** All rules. Their order is that in which verdicts on the same sample are published. */
  List<Rule> ALL =
      List.of(
          new SuctionHardHigh(),
          new SuctionSoftHigh(),
          new CurrentHardPeak(),
          new CurrentSoftHigh());

  /** How soon a person must respond. */
  enum Priority {
    /** At once. */
    HIGH,
    /** Promptly. */
    MEDIUM,
    /** When there is time. */
    LOW
  }

  /** Name of the rule; part of the identity of its alerts, so it never changes. */
  String name();

  /** How soon a person must respond. */
  Priority priority();

  /** The readings that it judges. */
  Modality modality();

  /** The limit that it judges by. */
  LimitName limitName();

  /** UCUM unit of its value and limit. */
  String unit();

  /** The limit and its delays for this treatment. */
  Threshold threshold(Limits limits, Zone zone, SkinSensitivity sensitivity);

  /** The value of sample i, in {@link #unit}. */
  double value(Frame frame, int i);

  /** Whether the rule applies to sample i at all, for instance because there is contact. */
  boolean applies(Frame frame, int i);

  /** What exceeded the limit, for people, as the beginning of a sentence. */
  String subject();
}
