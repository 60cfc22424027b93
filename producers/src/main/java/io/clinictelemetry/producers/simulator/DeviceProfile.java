package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.Modality;
import java.time.Duration;
import java.util.Optional;

/**
 * One device of the fleet.
 *
 * @param index its number in the fleet, from 0
 * @param inventory what the inventory knows of it
 * @param motionSensor whether its wand, if it has one, measures motion
 * @param clockError how far its clock is ahead; negative when behind
 * @param firstSessionFaulty whether its first session has a fault
 * @param wear which of its parts wears out in its past
 */
record DeviceProfile(
    int index,
    Device inventory,
    boolean motionSensor,
    Duration clockError,
    boolean firstSessionFaulty,
    Optional<Wear> wear) {

  String deviceId() {
    return inventory.getDeviceId();
  }

  /** Whether it has a pump, and with it a filter and a daily dead-head test. */
  boolean hasPump() {
    return inventory.getModalities().contains(Modality.MICRODERMABRASION);
  }

  /** Whether its parts are such that the disturbance can happen to it, and be seen. */
  boolean canHave(Disturbance kind) {
    if (kind == FaultKind.TIP_PARKED) {
      return motionSensor;
    }
    return kind != FaultKind.BATTERY_LOW || inventory.getDeviceClass() == DeviceClass.HOME;
  }
}
