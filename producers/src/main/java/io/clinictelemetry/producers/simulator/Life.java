package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Heartbeat;
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

  /** Time from the end of a session to the next one, ms. */
  long pauseMs();

  /**
   * Fills in what the sign of life says beside the device's state.
   *
   * @param number of the sign of life, from 0
   * @param atMs when it is given
   */
  void describe(Heartbeat heartbeat, int number, long atMs);
}
