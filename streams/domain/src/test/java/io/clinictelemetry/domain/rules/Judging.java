package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import io.clinictelemetry.domain.rules.Condition.Change;
import io.clinictelemetry.domain.testing.Frames;
import io.clinictelemetry.domain.testing.Strip;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Judges a session by all rules, and tells what became of one. */
final class Judging {

  private Judging() {}

  /** By the limits of a medical device, on normal skin, with pads and a biphasic waveform. */
  static List<Change> changes(SampleRule rule, Strip strip) {
    return changes(rule, DeviceClass.MEDICAL, Frames.cut(rule.modality(), strip.samples()));
  }

  static List<Change> changes(SampleRule rule, DeviceClass deviceClass, List<Frame> frames) {
    return changes(rule, deviceClass, frames, false, true);
  }

  static List<Change> changes(
      SampleRule rule,
      DeviceClass deviceClass,
      List<Frame> frames,
      boolean roving,
      boolean biphasic) {
    List<Change> changes = new ArrayList<>();
    judge(
        deviceClass,
        frames,
        roving,
        biphasic,
        any -> false,
        (changed, change, policy) -> {
          if (changed == rule) {
            changes.add(change);
          }
        });
    return changes;
  }

  /** What all rules say, in order. */
  static List<String> changes(DeviceClass deviceClass, List<Frame> frames) {
    List<String> changes = new ArrayList<>();
    judge(
        deviceClass,
        frames,
        false,
        true,
        any -> false,
        (rule, change, policy) -> changes.add(rule + " " + change + " " + policy));
    return changes;
  }

  /** The rules that opened alerts, in order, when some rules are disabled. */
  static List<String> opened(List<Frame> frames, Predicate<SampleRule> disabled) {
    List<String> opened = new ArrayList<>();
    judge(
        DeviceClass.MEDICAL,
        frames,
        false,
        true,
        disabled,
        (rule, change, policy) -> {
          if (change instanceof Condition.Began) {
            opened.add(rule.name());
          }
        });
    return opened;
  }

  private static void judge(
      DeviceClass deviceClass,
      List<Frame> frames,
      boolean roving,
      boolean biphasic,
      Predicate<SampleRule> disabled,
      Judge.Verdicts verdicts) {
    Judge judge = new Judge();
    for (Frame frame : frames) {
      Limits limits = DefaultLimits.of(frame.modality(), deviceClass);
      judge.judge(
          frame,
          frame.firstSampleAtMs(),
          setting(frame, roving, biphasic),
          atMs -> limits,
          (rule, atMs) -> disabled.test(rule),
          verdicts);
    }
  }

  private static Setting setting(Frame frame, boolean roving, boolean biphasic) {
    return new Setting(
        frame.zone().orElse(Zone.FACE),
        SkinSensitivity.NORMAL,
        roving,
        biphasic,
        frame instanceof SuctionFrame suction && suction.motionMmS().isPresent());
  }

  /** A setting on the face, on normal skin. */
  static Setting in(Zone zone, SkinSensitivity sensitivity) {
    return new Setting(zone, sensitivity, false, true, true);
  }

  /** The rule of that name. */
  static SampleRule rule(String name) {
    return SampleRules.ALL.stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Corrected time of a session time. */
  static long at(long elapsedMs) {
    return Frames.SESSION_START + elapsedMs;
  }
}
