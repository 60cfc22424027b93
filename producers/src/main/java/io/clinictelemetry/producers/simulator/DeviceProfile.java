package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Device;
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
}
