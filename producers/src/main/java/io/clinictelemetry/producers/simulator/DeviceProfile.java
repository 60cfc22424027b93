package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import java.time.Duration;

/**
 * One device of the fleet.
 *
 * @param index its number in the fleet, from 0
 * @param inventory what the inventory knows of it
 * @param motionSensor whether its wand, if it has one, measures motion
 * @param clockError how far its clock is ahead; negative when behind
 * @param firstSessionFaulty whether its first session has a fault
 */
record DeviceProfile(
    int index,
    Device inventory,
    boolean motionSensor,
    Duration clockError,
    boolean firstSessionFaulty) {

  String deviceId() {
    return inventory.getDeviceId();
  }

  /** Whether its parts are such that the disturbance can happen to it, and be seen. */
  boolean canHave(Disturbance kind) {
    if (kind == FaultKind.TIP_PARKED) {
      return motionSensor;
    }
    return kind != FaultKind.BATTERY_LOW || inventory.getDeviceClass() == DeviceClass.HOME;
  }
}
