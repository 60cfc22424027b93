package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;

/**
 * The default limits of a device class, as far as a simulated operator respects them. Written down
 * here once more on purpose: a simulator that asked the pipeline for its limits could not show that
 * they are wrong.
 *
 * @param softLowKpa least vacuum in contact, kPa
 * @param softHighKpa most vacuum that an operator should use on a face, kPa
 * @param hardHighKpa vacuum never to be exceeded, kPa
 * @param softLowUa least current in contact, uA
 * @param softHighUa most mean current on a face, uA
 * @param hardPeakUa peak current never to be exceeded, uA
 * @param hardCurrentMin longest session with current, min
 */
record ClassLimits(
    double softLowKpa,
    double softHighKpa,
    double hardHighKpa,
    double softLowUa,
    double softHighUa,
    double hardPeakUa,
    int hardCurrentMin) {

  private static final ClassLimits MEDICAL = new ClassLimits(10, 50, 65, 10, 600, 1000, 75);
  private static final ClassLimits SALON = new ClassLimits(10, 41, 55, 10, 500, 700, 70);
  private static final ClassLimits HOME = new ClassLimits(8, 30, 40, 10, 400, 500, 22);

  private static final double SENSITIVE = 0.7;

  static ClassLimits of(DeviceClass deviceClass) {
    return switch (deviceClass) {
      case MEDICAL -> MEDICAL;
      case SALON -> SALON;
      case HOME -> HOME;
      case UNKNOWN -> throw new IllegalArgumentException("device class UNKNOWN has no limits");
    };
  }

  /** Soft high limit of vacuum for this skin, kPa. */
  double softHighKpa(Zone zone, SkinSensitivity sensitivity) {
    return Math.min(softHighKpa * factor(zone, sensitivity), hardHighKpa);
  }

  /** Soft high limit of the mean current for this skin, uA. */
  double softHighUa(Zone zone, SkinSensitivity sensitivity) {
    return Math.min(softHighUa * factor(zone, sensitivity), hardPeakUa);
  }

  private static double factor(Zone zone, SkinSensitivity sensitivity) {
    double ofZone =
        switch (zone) {
          case NECK -> 0.6;
          case DECOLLETE -> 0.7;
          case PERIORBITAL, LIP -> 0.4;
          case BODY -> 1.2;
          case FACE, UNKNOWN -> 1.0;
        };
    return sensitivity == SkinSensitivity.SENSITIVE ? ofZone * SENSITIVE : ofZone;
  }
}
