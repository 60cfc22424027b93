package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
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

  private static final double TRACKING = 0.03;

  /** Of skin and fresh electrodes in good contact, kOhm. */
  private static final double SKIN_KOHM = 30;

  /**
   * Skins differ by less than dry electrodes from fresh ones: else chance alone would look like
   * electrodes that dry.
   */
  private static final double SKINS_DIFFER = 0.08;

  /** By how much more electrodes resist once they have dried over many sessions. */
  private static final double DRY_ADDS = 1.2;

  private final Dice dice;
  private final ClassLimits limits;
  private final TreatmentFrame frame;
  private final SessionPlan plan;
  private final CurrentProgramme programme;
  private final float electrodeAreaCm2;
  private final boolean roving;
  private final boolean monophasic;
  private final double skinKohm;
  private final Optional<CurrentScript> script;
  private int index;
  private int untilLift;
  private int liftedLeft;

  /** With fresh electrodes. */
  CurrentTreatment(
      Dice dice, DeviceProfile device, Programme length, Optional<Disturbance> disturbance) {
    this(dice, device, length, disturbance, 0);
  }

  /**
   * @param dried how far the electrodes have dried before the session, from 0 to 1: as far as it is
   *     ever let
   */
  CurrentTreatment(
      Dice dice,
      DeviceProfile device,
      Programme length,
      Optional<Disturbance> disturbance,
      double dried) {
    DeviceClass deviceClass = device.inventory().getDeviceClass();
    this.dice = dice;
    this.limits = ClassLimits.of(deviceClass);
    this.frame = TreatmentFrame.draw(dice, Modality.MICROCURRENT, deviceClass, length, disturbance);
    boolean usual = disturbance.isEmpty();
    Zone zone = usual ? dice.pick(ZONES) : Zone.FACE;
    SkinSensitivity sensitivity =
        usual && dice.chance(0.2) ? SkinSensitivity.SENSITIVE : SkinSensitivity.NORMAL;
    // What is unusual is seen best where nothing else comes and goes.
    this.roving = usual && dice.chance(0.4);
    this.monophasic = usual && dice.chance(0.1);
    this.electrodeAreaCm2 = roving ? 1.5f : 16f;
    this.skinKohm = SKIN_KOHM * dice.about(SKINS_DIFFER) * (1 + DRY_ADDS * dried);
    double softHighUa = limits.softHighUa(zone, sensitivity);
    this.programme =
        CurrentProgramme.of(
            length,
            Math.max(frame.planned(), frame.samples()),
            Math.min(300, dice.between(0.5, 0.7) * softHighUa));
    this.script = disturbance.map(kind -> CurrentScript.of(kind, dice, skinKohm, softHighUa));
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
  public Optional<PlannedDisturbance> disturbance() {
    return frame.disturbance();
  }

  @Override
  public Reading next() {
    int now = index++;
    CurrentProgramme.Step step = programme.at(now);
    Optional<PlannedDisturbance> disturbance = frame.disturbance().filter(d -> d.covers(now));
    CurrentPoint point =
        disturbance.isPresent()
            ? script.get().at(now - disturbance.get().firstSample(), step.setUa())
            : usual(step.setUa());
    CurrentSetting setting =
        new CurrentSetting(
            (float) point.setUa(), (float) step.frequencyHz(), electrodeAreaCm2, plan.zone());
    CurrentSample sample = sample(point);
    boolean bad = frame.badSamples().contains(now);
    return new Reading.Current(setting, bad ? spoilt(sample, now % 2 == 0) : sample);
  }

  private CurrentPoint usual(double setUa) {
    double kohm = skinKohm * dice.about(0.05);
    if (setUa == 0) {
      return CurrentPoint.of(0, dice.between(0.3, 0.6), kohm, 1.1);
    }
    return roving && lifted()
        ? CurrentPoint.lifted(setUa, dice)
        : CurrentPoint.of(setUa, setUa * dice.about(TRACKING), kohm, dice.between(1.05, 1.15));
  }

  private CurrentSample sample(CurrentPoint point) {
    double net =
        monophasic || point.oneWay()
            ? point.currentUa()
            : point.currentUa() * dice.between(-0.005, 0.005);
    return new CurrentSample(
        (float) point.currentUa(),
        (float) point.peakUa(),
        (float) net,
        (float) point.voltageV(),
        (float) point.kohm(),
        Quality.GOOD,
        point.peakUa() > limits.hardPeakUa());
  }

  /** Lifts of 0.3 to 0.9 s, 5 to 15 s apart. */
  private boolean lifted() {
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
