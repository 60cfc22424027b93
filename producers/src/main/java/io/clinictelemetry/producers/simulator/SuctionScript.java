package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import java.util.Optional;

/** What a disturbance makes of wand and pump while it lasts. */
@FunctionalInterface
interface SuctionScript {

  /**
   * The next sample.
   *
   * @param into number of the sample, from 0 at the first one disturbed
   * @param vacuumKpa suction without ripple at the sample before, kPa
   */
  SuctionPoint at(int into, double vacuumKpa);

  /**
   * The script of a disturbance; empty where only the operator's own course is another.
   *
   * @param setKpa what the operator has set, kPa
   * @param softHighKpa the soft high limit of zone and skin, kPa
   */
  static Optional<SuctionScript> of(
      Disturbance kind, Wand wand, DeviceClass deviceClass, double setKpa, double softHighKpa) {
    if (kind == FaultKind.REGULATOR_STUCK) {
      return Optional.of((into, before) -> regulatorStuck(wand, setKpa, before));
    }
    if (kind == FaultKind.HOSE_LEAK) {
      return Optional.of((into, before) -> hoseLeak(wand, setKpa, before));
    }
    if (kind == FaultKind.TIP_PARKED) {
      return Optional.of((into, before) -> tipParked(wand, deviceClass, before));
    }
    if (kind == FaultKind.SENSOR_FROZEN) {
      double frozenKpa = setKpa * wand.ripple();
      return Optional.of((into, before) -> sensorFrozen(wand, setKpa, frozenKpa, into));
    }
    if (kind == ControlKind.FREE_AIR_STROKES) {
      return Optional.of((into, before) -> freeAirStroke(wand, setKpa, before));
    }
    if (kind == ControlKind.HOVERING_VACUUM) {
      return Optional.of((into, before) -> hovering(wand, softHighKpa, into, before));
    }
    return Optional.empty();
  }

  /** The open regulator pulls steadily, so the limit is crossed once. */
  private static SuctionPoint regulatorStuck(Wand wand, double setKpa, double beforeKpa) {
    double vacuum = Math.min(70, beforeKpa + 4);
    return new SuctionPoint(setKpa, true, vacuum, vacuum * wand.about(0.008), wand.stroke(), 100);
  }

  private static SuctionPoint hoseLeak(Wand wand, double setKpa, double beforeKpa) {
    double vacuum = wand.released(beforeKpa, 2.5);
    return new SuctionPoint(setKpa, true, vacuum, vacuum * wand.ripple(), wand.stroke(), 100);
  }

  private static SuctionPoint tipParked(Wand wand, DeviceClass deviceClass, double beforeKpa) {
    // Devices for the home do not reach 35 kPa without other alerts.
    double setKpa = deviceClass == DeviceClass.HOME ? 25 : 35;
    double vacuum = wand.formed(beforeKpa, setKpa);
    return new SuctionPoint(
        setKpa, true, vacuum, vacuum * wand.ripple(), wand.rest(), wand.duty(true, setKpa));
  }

  private static SuctionPoint sensorFrozen(Wand wand, double setKpa, double frozenKpa, int into) {
    boolean contact = into % 21 < 15;
    return new SuctionPoint(
        setKpa,
        contact,
        frozenKpa,
        frozenKpa,
        contact ? wand.stroke() : wand.swing(),
        wand.duty(contact, setKpa));
  }

  private static SuctionPoint freeAirStroke(Wand wand, double setKpa, double beforeKpa) {
    double vacuum = wand.released(beforeKpa, 2.5);
    return new SuctionPoint(
        setKpa, false, vacuum, vacuum * wand.ripple(), wand.swing(), wand.duty(false, setKpa));
  }

  /** Over the limit for long enough, then on both sides of it and never clear of it. */
  private static SuctionPoint hovering(Wand wand, double limitKpa, int into, double beforeKpa) {
    double vacuum = wand.formed(beforeKpa, limitKpa);
    double read = vacuum * (into < 55 ? wand.between(1.02, 1.04) : wand.about(0.04));
    return new SuctionPoint(limitKpa, true, vacuum, read, wand.stroke(), wand.duty(true, limitKpa));
  }
}
