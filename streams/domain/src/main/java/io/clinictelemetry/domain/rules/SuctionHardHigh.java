package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;

/** Suction on the skin above the class's hard limit for 0.3 s: act at once, whatever the zone. */
public record SuctionHardHigh() implements SampleRule {

  private static final long ON_DELAY_MS = 300;

  @Override
  public String name() {
    return "suction-hard-high";
  }

  @Override
  public Priority priority() {
    return Priority.HIGH;
  }

  @Override
  public Kind kind() {
    return Kind.TREATMENT;
  }

  @Override
  public Modality modality() {
    return Modality.MICRODERMABRASION;
  }

  @Override
  public LimitName limitName() {
    return LimitName.SUCTION_HARD_HIGH;
  }

  @Override
  public String unit() {
    return "kPa";
  }

  @Override
  public Threshold threshold(Limits limits, Zone zone, SkinSensitivity sensitivity) {
    return new Threshold(limits.value(LimitName.SUCTION_HARD_HIGH), ON_DELAY_MS, 1);
  }

  @Override
  public double value(Frame frame, int i) {
    return frame.reading(i);
  }

  @Override
  public boolean applies(Frame frame, int i) {
    return ((SuctionFrame) frame).contact()[i];
  }

  @Override
  public String subject() {
    return "Suction on the skin";
  }
}
