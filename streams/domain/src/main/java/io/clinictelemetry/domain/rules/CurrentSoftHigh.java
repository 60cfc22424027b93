package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;

/** Mean current above the class's soft limit for 2 s: look at it. */
public record CurrentSoftHigh() implements SampleRule {

  private static final long ON_DELAY_MS = 2_000;

  @Override
  public String name() {
    return "current-soft-high";
  }

  @Override
  public Priority priority() {
    return Priority.MEDIUM;
  }

  @Override
  public Kind kind() {
    return Kind.TREATMENT;
  }

  @Override
  public Modality modality() {
    return Modality.MICROCURRENT;
  }

  @Override
  public LimitName limitName() {
    return LimitName.CURRENT_SOFT_HIGH;
  }

  @Override
  public String unit() {
    return "uA";
  }

  @Override
  public Threshold threshold(Limits limits, Zone zone, SkinSensitivity sensitivity) {
    return new Threshold(limits.value(LimitName.CURRENT_SOFT_HIGH), ON_DELAY_MS, 1);
  }

  @Override
  public double value(Frame frame, int i) {
    return frame.reading(i);
  }

  @Override
  public boolean applies(Frame frame, int i) {
    return true; // a current above the limit flows, so there is contact
  }

  @Override
  public String subject() {
    return "Mean current";
  }
}
