package io.clinictelemetry.domain.intake;

import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Zone;
import java.util.Optional;

/**
 * Consecutive samples. Sample {@code i} covers {@code [t, t + interval)}, {@code t = first + i ×
 * interval}.
 */
public sealed interface Frame extends Payload permits SuctionFrame, CurrentFrame {

  /** What the session does to the skin. */
  Modality modality();

  /** When the first sample was taken, on the device's clock, ms since 1970 UTC. */
  long firstSampleAtMs();

  /** Time from one sample to the next, ms. */
  int intervalMs();

  /** Number of samples. */
  int count();

  /** The session's duration when the first sample was taken, ms. */
  long elapsedMs();

  /** Part of the body, where the frame names one. */
  Optional<Zone> zone();

  /** Whether sample i is of quality BAD, not a number, or beyond what its sensor can measure. */
  boolean bad(int i);

  /** Whether sample i treats: contact (suction) or current (microcurrent), and not bad. */
  boolean treating(int i);

  /** The session's main reading of sample i: suction in kPa or mean absolute current in uA. */
  double reading(int i);

  /** Time that the frame covers, ms. */
  default long durationMs() {
    return (long) count() * intervalMs();
  }
}
