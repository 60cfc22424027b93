package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;

/**
 * A peak of current above the class's hard limit in two samples: act at once, even if the mean is
 * normal.
 */
public record CurrentHardPeak() implements SampleRule {

  private static final int ON_DELAY_SAMPLES = 2;

  @Override
  public String name() {
    return "current-hard-peak";
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
    return Modality.MICROCURRENT;
  }

  @Override
  public LimitName limitName() {
    return LimitName.CURRENT_HARD_PEAK;
  }

  @Override
  public String unit() {
    return "uA";
  }

  @Override
  public Threshold threshold(Limits limits, Zone zone, SkinSensitivity sensitivity) {
    return new Threshold(limits.value(LimitName.CURRENT_HARD_PEAK), 0, ON_DELAY_SAMPLES);
  }

  @Override
  public double value(Frame frame, int i) {
    return ((CurrentFrame) frame).peakUa()[i];
  }

  @Override
  public boolean applies(Frame frame, int i) {
    return true; // a peak harms whether or not the mean shows contact
  }

  @Override
  public String subject() {
    return "Peak current";
  }
}
