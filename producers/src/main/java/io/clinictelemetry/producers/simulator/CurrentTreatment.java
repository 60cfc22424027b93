package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Electrode;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Waveform;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.producers.client.CurrentSample;
import io.clinictelemetry.producers.client.CurrentSetting;
import io.clinictelemetry.producers.client.SessionPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A microcurrent session: impedance check, ramp up, three phases, ramp down; roving probes lose
 * contact for a moment now and then.
 */
final class CurrentTreatment implements Treatment {

  private static final List<Zone> ZONES =
      List.of(Zone.FACE, Zone.FACE, Zone.NECK, Zone.DECOLLETE, Zone.BODY, Zone.LIP);

  private static final double SPIKE_UA = 1200;
  private static final double RAIL_V = 70;
  private static final double LIFTED_KOHM = 800;
  private static final double TRACKING = 0.03;

  private final Dice dice;
  private final ClassLimits limits;
  private final TreatmentFrame frame;
  private final SessionPlan plan;
  private final CurrentProgramme programme;
  private final float electrodeAreaCm2;
  private final boolean roving;
  private final boolean monophasic;
  private final double skinKohm;
  private int index;
  private int untilLift;
  private int liftedLeft;

  CurrentTreatment(Dice dice, DeviceProfile device, Programme length, boolean faulty) {
    this.dice = dice;
    this.limits = ClassLimits.of(device.inventory().getDeviceClass());
    this.frame =
        TreatmentFrame.draw(
            dice, Modality.MICROCURRENT, device.inventory().getDeviceClass(), length, faulty);
    Zone zone = faulty ? Zone.FACE : dice.pick(ZONES);
    SkinSensitivity sensitivity =
        !faulty && dice.chance(0.2) ? SkinSensitivity.SENSITIVE : SkinSensitivity.NORMAL;
    this.roving = dice.chance(0.4);
    this.monophasic = dice.chance(0.1);
    this.electrodeAreaCm2 = roving ? 1.5f : 16f;
    this.skinKohm = dice.between(20.0, 45.0);
    this.programme =
        CurrentProgramme.of(
            length,
            frame.planned(),
            Math.min(300, dice.between(0.5, 0.7) * limits.softHighUa(zone, sensitivity)));
    this.plan =
        SessionPlan.microcurrent(
            length == Programme.SHORT ? "lift-short" : "lift",
            Duration.ofMillis((long) frame.planned() * INTERVAL_MS),
            zone,
            sensitivity,
            roving ? Electrode.ROVING : Electrode.PAD,
            monophasic ? Waveform.MONOPHASIC : Waveform.BIPHASIC);
    this.untilLift = nextLift();
  }

  private int nextLift() {
    return dice.between(50, 150);
  }

  @Override
  public SessionPlan plan() {
    return plan;
  }

  @Override
  public int samples() {
    return frame.samples();
  }

  @Override
  public EndReason endReason() {
    return frame.endReason();
  }

  @Override
  public Optional<PlannedFault> fault() {
    return frame.fault();
  }

  @Override
  public Reading next() {
    int now = index++;
    CurrentProgramme.Step step = programme.at(now);
    CurrentSetting setting =
        new CurrentSetting(
            (float) step.setUa(), (float) step.frequencyHz(), electrodeAreaCm2, plan.zone());
    boolean bad = frame.badSamples().contains(now);
    CurrentSample sample = sample(now, step);
    return new Reading.Current(setting, bad ? spoilt(sample, now % 2 == 0) : sample);
  }

  private CurrentSample sample(int now, CurrentProgramme.Step step) {
    double kohm = skinKohm * dice.about(0.05);
    if (step.setUa() == 0) {
      return good(dice.between(0.3, 0.6), kohm, 1.1);
    }
    if (lifted(now)) {
      double leak = step.setUa() * dice.between(0.005, 0.02);
      return new CurrentSample(
          (float) leak,
          (float) (leak * 1.2),
          (float) (monophasic ? leak : 0),
          (float) RAIL_V,
          (float) (LIFTED_KOHM * dice.about(0.1)),
          Quality.GOOD,
          false);
    }
    double current = step.setUa() * dice.about(TRACKING);
    boolean spike = frame.fault().isPresent() && frame.fault().get().covers(now);
    return good(current, kohm, spike ? SPIKE_UA / current : dice.between(1.05, 1.15));
  }

  private CurrentSample good(double currentUa, double kohm, double crest) {
    double peak = currentUa * crest;
    return new CurrentSample(
        (float) currentUa,
        (float) peak,
        (float) (monophasic ? currentUa : currentUa * dice.between(-0.005, 0.005)),
        (float) Math.min(RAIL_V, currentUa * kohm / 1000),
        (float) kohm,
        Quality.GOOD,
        peak > limits.hardPeakUa());
  }

  /** Lifts of 0.3 to 0.9 s, 5 to 15 s apart, and none where they would hide a fault. */
  private boolean lifted(int now) {
    if (!roving || frame.fault().filter(f -> f.near(now, 2 * PER_SECOND)).isPresent()) {
      return false;
    }
    if (liftedLeft > 0) {
      liftedLeft--;
      return true;
    }
    if (untilLift-- == 0) {
      untilLift = nextLift();
      liftedLeft = dice.between(3, 9) - 1;
      return true;
    }
    return false;
  }

  /** A dropout gives no number at all; otherwise the last one stands with a bad mark. */
  private static CurrentSample spoilt(CurrentSample sample, boolean dropout) {
    return dropout
        ? new CurrentSample(
            Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Quality.BAD, false)
        : new CurrentSample(
            sample.currentUa(),
            sample.peakUa(),
            sample.netUa(),
            sample.voltageV(),
            sample.impedanceKohm(),
            Quality.BAD,
            false);
  }
}
