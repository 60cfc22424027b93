package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.producers.client.FrameShape;
import java.util.Optional;

/** What a device does of its own accord; times are ms since the origin of the fleet. */
interface Life {

  /** When its first sign of life comes. */
  long firstHeartbeatMs();

  /** Time from one sign of life to the next, ms. */
  long heartbeatIntervalMs();

  /** When its first session begins. */
  long firstSessionMs();

  /**
   * What it does in a session.
   *
   * @param number of the session, from 0
   * @return empty when there is no such session
   */
  Optional<Treatment> session(int number);

  /**
   * When the next session begins.
   *
   * @param endedMs when the one before ended
   */
  long nextSessionMs(long endedMs);

  /** How its samples are taken and put into frames. */
  default FrameShape frames() {
    return FrameShape.DEFAULT;
  }

  /**
   * Fills in what the sign of life says beside the device's state.
   *
   * @param number of the sign of life, from 0
   * @param atMs when it is given
   */
  void describe(Heartbeat heartbeat, int number, long atMs);
}
