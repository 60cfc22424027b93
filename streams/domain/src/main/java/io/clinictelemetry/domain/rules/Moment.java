package io.clinictelemetry.domain.rules;

import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.rules.signals.Signals;

/**
 * One good sample as rules see it, with what those before it make of it. What is not known is not a
 * number. A cursor: it moves from sample to sample.
 */
public final class Moment {

  private static final float IMPEDANCE_FROM_HZ = 10;

  private final Frame frame;
  private final Signals signals;
  private final Setting setting;
  private int i;

  Moment(Frame frame, Signals signals, Setting setting) {
    this.frame = frame;
    this.signals = signals;
    this.setting = setting;
  }

  void moveTo(int sample) {
    i = sample;
  }

  private SuctionFrame suction() {
    return (SuctionFrame) frame;
  }

  private CurrentFrame current() {
    return (CurrentFrame) frame;
  }

  private long elapsedMs() {
    return frame.elapsedMs() + (long) i * frame.intervalMs();
  }

  /** Whether the wand touches the skin. */
  boolean onTheSkin() {
    return suction().contact()[i];
  }

  /** Suction, kPa. */
  double kpa() {
    return suction().vacuumKpa()[i];
  }

  /** Whether suction is on and has had time to follow what is set. */
  boolean suctionIsSteady() {
    return signals.setKpa().steadyAt(elapsedMs());
  }

  /** Whether suction is on. */
  boolean suctionIsOn() {
    return suction().setKpa() > 0;
  }

  /**
   * How long the tip has rested; where nobody knows whether it moves, how long it is on the skin.
   */
  double dwellS() {
    return setting.motionSensor() ? restS() : signals.rest().contactS();
  }

  /** How long the tip has rested on one spot, s. */
  double restS() {
    return motionIsUnknown() ? Double.NaN : signals.rest().dwellS();
  }

  /** Suction × time where the tip has rested, kPa.s. */
  double doseKpaS() {
    return motionIsUnknown() ? Double.NaN : signals.rest().doseKpaS();
  }

  private boolean motionIsUnknown() {
    return !setting.motionSensor()
        || (onTheSkin() && Float.isNaN(suction().motionMmS().orElseThrow()[i]));
  }

  /** For how long suction has read the same though the tip came or went, s. */
  double flatLineS() {
    return signals.flatLine().seconds();
  }

  /** Mean absolute current, uA. */
  double ua() {
    return current().currentUa()[i];
  }

  /** Largest absolute current, uA. */
  double peakUa() {
    return current().peakUa()[i];
  }

  /** Whether current flows, so that there is contact. */
  boolean currentFlows() {
    return frame.treating(i);
  }

  /** Whether a current is set and has had time to be reached. */
  boolean currentIsSteady() {
    return signals.setUa().steadyAt(elapsedMs());
  }

  /** Current as a share of what is set, %. */
  double shareOfSetPct() {
    return 100 * ua() / current().setUa();
  }

  /** How far the current is from what is set, as a share of that, %. */
  double trackingErrorPct() {
    return 100 * Math.abs(ua() - current().setUa()) / current().setUa();
  }

  /** Current per electrode area, mA/cm2. */
  double densityMaCm2() {
    double area = current().electrodeAreaCm2();
    return area > 0 ? ua() / 1_000 / area : Double.NaN;
  }

  /**
   * Whether the impedance tells of contact: below 10 Hz the skin alone has more, and without a
   * steady current nothing is measured.
   */
  boolean impedanceTells() {
    return currentIsSteady() && current().frequencyHz() >= IMPEDANCE_FROM_HZ;
  }

  /** Impedance between the electrodes, kOhm. */
  double impedanceKohm() {
    return current().impedanceKohm()[i];
  }

  /** Size of the mean of the signed current, uA. */
  double directCurrentUa() {
    return signals.directCurrent().meanUa();
  }

  /** Whether the waveform is known to have no direct current. */
  boolean biphasic() {
    return setting.biphasic();
  }

  /** Charge of the session, whatever its sign, C. */
  double grossDoseC() {
    return signals.grossDoseC();
  }
}
