package io.clinictelemetry.producers.simulator;

/**
 * Wand and pump at one sample.
 *
 * @param setKpa suction that is set, kPa
 * @param contact whether the wand touches the skin
 * @param vacuumKpa suction without ripple, kPa
 * @param readKpa suction as the sensor gives it, kPa
 * @param motionMmS speed over the skin, mm/s
 * @param dutyPct duty cycle of the pump, %
 */
record SuctionPoint(
    double setKpa,
    boolean contact,
    double vacuumKpa,
    double readKpa,
    double motionMmS,
    double dutyPct) {}
