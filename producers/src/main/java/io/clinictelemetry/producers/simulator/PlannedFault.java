package io.clinictelemetry.producers.simulator;

/**
 * A fault that will happen in a session.
 *
 * @param kind which
 * @param firstSample number of the first sample under its influence
 * @param samples how many are
 * @param surelySeen how many samples above the hard limit are enough that its rule must alert
 */
record PlannedFault(FaultKind kind, int firstSample, int samples, int surelySeen) {

  boolean covers(int sample) {
    return sample >= firstSample && sample < end();
  }

  /** Number of the first sample after it. */
  int end() {
    return firstSample + samples;
  }

  /** Whether a sample is within so many of the fault. */
  boolean near(int sample, int distance) {
    return sample >= firstSample - distance && sample < end() + distance;
  }
}
