package io.clinictelemetry.producers.simulator;

import java.util.Optional;
import java.util.Set;

/** Which alerts there must be because of what happened to a device, and which there may be. */
public interface Expectation {

  /** The device; the clinic, of what befell a whole one. */
  String deviceId();

  /** The session; empty for what is not a matter of one. */
  Optional<String> sessionId();

  /** Rules of which there must be one alert each. */
  Set<String> expectedRules();

  /** Rules of which there may be one alert each. */
  Set<String> possibleRules();
}
