package io.clinictelemetry.producers.simulator;

/** How long simulated sessions are. */
public enum Programme {
  /** 20 to 90 s, with ramps and phases scaled, so that sessions end while one watches. */
  SHORT,
  /** As in a clinic: minutes to most of an hour. */
  FULL
}
