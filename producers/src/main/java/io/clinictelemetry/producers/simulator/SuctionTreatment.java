package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.producers.client.SessionPlan;
import io.clinictelemetry.producers.client.SuctionSample;
import io.clinictelemetry.producers.client.SuctionSetting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A microdermabrasion session: strokes over the skin with lifts between them, vacuum that forms in
 * contact and falls in free air, ripple of the pump, slow drift, sometimes a change of zone.
 */
final class SuctionTreatment implements Treatment {

  private static final List<Zone> ZONES =
      List.of(Zone.FACE, Zone.FACE, Zone.NECK, Zone.DECOLLETE, Zone.BODY, Zone.PERIORBITAL);

  /** Where an operator stays below the soft high limit, and above the soft low one. */
  private static final double BELOW_HIGH = 0.82;

  private static final double ABOVE_LOW = 1.2;

  /** Together they leave a healthy reading within 10 % of its set-point. */
  private static final double RIPPLE = 0.04;

  private static final double DRIFT = 0.05;

  private static final double STUCK_KPA = 70;
  private static final double STUCK_RAMP_KPA = 4;
  private static final double STUCK_RIPPLE = 0.008;
  private static final double RELEASE_TAU_S = 0.1;

  private final Dice dice;
  private final ClassLimits limits;
  private final boolean motionSensor;
  private final TreatmentFrame frame;
  private final SkinSensitivity sensitivity;
  private final SessionPlan plan;
  private final double riseTauS;
  private final double driftPeriod;
  private final double driftPhase;
  private final int zoneChangeAt;
  private SuctionSetting setting;
  private int index;
  private boolean contact;
  private int phaseLeft;
  private double freeAirKpa;
  private double vacuumKpa;

  SuctionTreatment(Dice dice, DeviceProfile device, Programme programme, boolean faulty) {
    this.dice = dice;
    this.limits = ClassLimits.of(device.inventory().getDeviceClass());
    this.motionSensor = device.motionSensor();
    this.frame =
        TreatmentFrame.draw(
            dice,
            Modality.MICRODERMABRASION,
            device.inventory().getDeviceClass(),
            programme,
            faulty);
    this.sensitivity =
        !faulty && dice.chance(0.2) ? SkinSensitivity.SENSITIVE : SkinSensitivity.NORMAL;
    this.setting = setting(faulty ? Zone.FACE : dice.pick(ZONES));
    this.plan =
        SessionPlan.microdermabrasion(
            programme == Programme.SHORT ? "peel-short" : "peel",
            Duration.ofMillis((long) frame.planned() * INTERVAL_MS),
            setting.zone(),
            sensitivity);
    this.riseTauS = dice.between(0.2, 0.4);
    this.driftPeriod = dice.between(300.0, 900.0);
    this.driftPhase = dice.between(0, 2 * Math.PI);
    this.zoneChangeAt = !faulty && dice.chance(0.3) ? frame.planned() / 2 : Integer.MAX_VALUE;
    lift();
    this.vacuumKpa = freeAirKpa;
  }

  /** A set-point well inside the limits of the zone; where there is no room, the face's. */
  private SuctionSetting setting(Zone wanted) {
    Zone zone = hasRoom(wanted) ? wanted : Zone.FACE;
    double high = BELOW_HIGH * limits.softHighKpa(zone, sensitivity);
    // On the body the low limit may be raised as the high one is.
    double low = ABOVE_LOW * limits.softLowKpa() * (zone == Zone.BODY ? 1.2 : 1);
    double usual = Math.min(30, high);
    return new SuctionSetting((float) dice.between(Math.max(low, 0.8 * usual), usual), zone);
  }

  private boolean hasRoom(Zone zone) {
    return BELOW_HIGH * limits.softHighKpa(zone, sensitivity)
        > 1.1 * ABOVE_LOW * limits.softLowKpa();
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
    boolean stuck = frame.fault().isPresent() && frame.fault().get().covers(now);
    if (stuck) {
      contact = true;
      // The wand is lifted as soon as the regulator lets go.
      phaseLeft = 0;
    } else if (phaseLeft-- <= 0) {
      if (contact) {
        lift();
        frame.fault().filter(f -> now == f.end()).ifPresent(f -> stayLifted());
        changeZone(now);
      } else {
        contact = true;
        phaseLeft = dice.between(20, 50);
      }
    }
    return new Reading.Suction(setting, sample(now, stuck));
  }

  private void lift() {
    contact = false;
    phaseLeft = dice.between(5, 10);
    freeAirKpa = dice.between(1.5, 3.5);
  }

  /** Long enough that the alert clears before the wand comes down again. */
  private void stayLifted() {
    phaseLeft = dice.between(30, 40);
  }

  private void changeZone(int now) {
    if (now >= zoneChangeAt && setting.zone() == plan.zone()) {
      setting = setting(dice.pick(ZONES));
    }
  }

  private SuctionSample sample(int now, boolean stuck) {
    float vacuum = (float) (stuck ? stuckVacuum() : vacuum(now));
    boolean bad = frame.badSamples().contains(now);
    // A sensor's dropout gives no number at all, or its last one with a bad mark.
    boolean dropout = bad && now % 2 == 0;
    return new SuctionSample(
        dropout ? Float.NaN : vacuum,
        contact,
        motionSensor ? OptionalDouble.of(motion()) : OptionalDouble.empty(),
        (float) (stuck ? 100 : (contact ? 25 + setting.setKpa() : 30) * dice.about(0.05)),
        bad ? Quality.BAD : Quality.GOOD,
        vacuum > limits.hardHighKpa());
  }

  private double vacuum(int now) {
    double drift = 1 + DRIFT * Math.sin(2 * Math.PI * now / driftPeriod + driftPhase);
    double target = contact ? setting.setKpa() * drift : freeAirKpa;
    double tau = contact ? riseTauS : RELEASE_TAU_S;
    vacuumKpa += (target - vacuumKpa) * (1 - Math.exp(-1.0 / PER_SECOND / tau));
    return vacuumKpa * dice.about(RIPPLE);
  }

  /** The open regulator pulls steadily, so the limit is crossed once. */
  private double stuckVacuum() {
    vacuumKpa = Math.min(STUCK_KPA, vacuumKpa + STUCK_RAMP_KPA);
    return vacuumKpa * dice.about(STUCK_RIPPLE);
  }

  private double motion() {
    return contact ? dice.between(15.0, 40.0) : dice.between(60.0, 120.0);
  }
}
