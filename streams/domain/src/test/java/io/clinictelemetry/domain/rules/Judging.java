package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Strip;
import java.util.ArrayList;
import java.util.List;

/** Judges a session by one rule. */
final class Judging {

  private Judging() {}

  /** By the limits of a medical device, on normal skin. */
  static List<Change> changes(SampleRule rule, Strip strip) {
    return changes(rule, DeviceClass.MEDICAL, Frames.cut(rule.modality(), strip.samples()));
  }

  static List<Change> changes(SampleRule rule, DeviceClass deviceClass, List<Frame> frames) {
    List<Change> changes = new ArrayList<>();
    Condition condition = new Condition();
    for (Frame frame : frames) {
      Threshold threshold =
          rule.threshold(
              DefaultLimits.of(rule.modality(), deviceClass),
              frame.zone().orElse(Zone.FACE),
              SkinSensitivity.NORMAL);
      Judge.judge(rule, frame, frame.firstSampleAtMs(), threshold, condition, changes::add);
    }
    return changes;
  }

  /** Corrected time of a session time. */
  static long at(long elapsedMs) {
    return Frames.SESSION_START + elapsedMs;
  }
}
