package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
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

  /** With the pump's ripple it leaves a healthy reading within 10 % of its set-point. */
  private static final double DRIFT = 0.05;

  private final Dice dice;
  private final ClassLimits limits;
  private final boolean motionSensor;
  private final TreatmentFrame frame;
  private final SkinSensitivity sensitivity;
  private final SessionPlan plan;
  private final Wand wand;
  private final Optional<SuctionScript> script;
  private final double driftPeriod;
  private final double driftPhase;
  private final int zoneChangeAt;
  private SuctionSetting setting;
  private int index;
  private boolean contact;
  private int phaseLeft;
  private double freeAirKpa;
  private double vacuumKpa;

  SuctionTreatment(
      Dice dice, DeviceProfile device, Programme programme, Optional<Disturbance> disturbance) {
    DeviceClass deviceClass = device.inventory().getDeviceClass();
    this.dice = dice;
    this.limits = ClassLimits.of(deviceClass);
    this.motionSensor = device.motionSensor();
    this.frame =
        TreatmentFrame.draw(dice, Modality.MICRODERMABRASION, deviceClass, programme, disturbance);
    this.sensitivity =
        disturbance.isEmpty() && dice.chance(0.2)
            ? SkinSensitivity.SENSITIVE
            : SkinSensitivity.NORMAL;
    this.setting = setting(firstZone(disturbance));
    this.plan =
        SessionPlan.microdermabrasion(
            programme == Programme.SHORT ? "peel-short" : "peel",
            Duration.ofMillis((long) frame.planned() * INTERVAL_MS),
            setting.zone(),
            sensitivity);
    this.wand = new Wand(dice);
    this.driftPeriod = dice.between(300.0, 900.0);
    this.driftPhase = dice.between(0, 2 * Math.PI);
    this.zoneChangeAt = zoneChangeAt(disturbance);
    this.script = disturbance.flatMap(kind -> script(kind, deviceClass));
    lift();
    this.vacuumKpa = freeAirKpa;
  }

  private Zone firstZone(Optional<Disturbance> disturbance) {
    return disturbance
        .map(kind -> kind == ControlKind.ZONE_CHANGE ? Zone.BODY : Zone.FACE)
        .orElseGet(() -> dice.pick(ZONES));
  }

  private int zoneChangeAt(Optional<Disturbance> disturbance) {
    if (disturbance.isPresent()) {
      return disturbance.get() == ControlKind.ZONE_CHANGE
          ? frame.disturbance().orElseThrow().firstSample()
          : Integer.MAX_VALUE;
    }
    return dice.chance(0.3) ? frame.planned() / 2 : Integer.MAX_VALUE;
  }

  private Optional<SuctionScript> script(Disturbance kind, DeviceClass deviceClass) {
    return SuctionScript.of(
        kind, wand, deviceClass, setting.setKpa(), limits.softHighKpa(setting.zone(), sensitivity));
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
  public Optional<PlannedDisturbance> disturbance() {
    return frame.disturbance();
  }

  @Override
  public Reading next() {
    int now = index++;
    Optional<PlannedDisturbance> disturbance = frame.disturbance();
    if (script.isPresent() && disturbance.get().covers(now)) {
      return disturbed(script.get().at(now - disturbance.get().firstSample(), vacuumKpa));
    }
    if (script.isPresent() && disturbance.get().end() == now) {
      lift();
      // Long enough that the alert clears before the wand comes down again.
      phaseLeft = dice.between(30, 40);
    } else if (phaseLeft-- <= 0) {
      stroke(now);
    }
    return usual(now);
  }

  private void stroke(int now) {
    if (contact) {
      lift();
      changeZone(now);
    } else {
      contact = true;
      phaseLeft = dice.between(20, 50);
    }
  }

  private void lift() {
    contact = false;
    phaseLeft = dice.between(5, 10);
    freeAirKpa = dice.between(1.5, 3.5);
  }

  private void changeZone(int now) {
    if (now >= zoneChangeAt && setting.zone() == plan.zone()) {
      setting = setting(frame.disturbance().isPresent() ? Zone.NECK : dice.pick(ZONES));
    }
  }

  private Reading disturbed(SuctionPoint point) {
    vacuumKpa = point.vacuumKpa();
    return reading(
        new SuctionSetting((float) point.setKpa(), setting.zone()),
        point.contact(),
        point.readKpa(),
        point.motionMmS(),
        point.dutyPct(),
        Quality.GOOD);
  }

  private Reading usual(int now) {
    double drift = 1 + DRIFT * Math.sin(2 * Math.PI * now / driftPeriod + driftPhase);
    vacuumKpa =
        contact
            ? wand.formed(vacuumKpa, setting.setKpa() * drift)
            : wand.released(vacuumKpa, freeAirKpa);
    double read = vacuumKpa * wand.ripple();
    boolean bad = frame.badSamples().contains(now);
    return reading(
        setting,
        contact,
        // A sensor's dropout gives no number at all, or its last one with a bad mark.
        bad && now % 2 == 0 ? Double.NaN : read,
        contact ? wand.stroke() : wand.swing(),
        wand.duty(contact, setting.setKpa()),
        bad ? Quality.BAD : Quality.GOOD);
  }

  private Reading reading(
      SuctionSetting set,
      boolean touches,
      double readKpa,
      double motionMmS,
      double dutyPct,
      Quality quality) {
    return new Reading.Suction(
        set,
        new SuctionSample(
            (float) readKpa,
            touches,
            motionSensor ? OptionalDouble.of(motionMmS) : OptionalDouble.empty(),
            (float) dutyPct,
            quality,
            touches && readKpa > limits.hardHighKpa()));
  }
}
