package io.clinictelemetry.producers.simulator;

import java.util.Set;

/** Which alerts a session must have because of what happened in it, and which it may have. */
public interface Expectation {

  /** The device. */
  String deviceId();

  /** The session. */
  String sessionId();

  /** Rules of which there must be one alert each. */
  Set<String> expectedRules();

  /** Rules of which there may be one alert each. */
  Set<String> possibleRules();
}
