package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.producers.client.SessionPlan;
import java.util.Optional;

/** The signal of one session, sample by sample. */
interface Treatment {

  /** Samples in a second, as the devices take them. */
  int PER_SECOND = 10;

  /** Time from one sample to the next, ms. */
  int INTERVAL_MS = 1000 / PER_SECOND;

  /** What the device announces at the start. */
  SessionPlan plan();

  /** How many samples the session has, unless it is ended before. */
  int samples();

  /** Why it ends after them. */
  EndReason endReason();

  /** What is unusual in it. */
  Optional<PlannedDisturbance> disturbance();

  /** The next sample. */
  Reading next();
}
