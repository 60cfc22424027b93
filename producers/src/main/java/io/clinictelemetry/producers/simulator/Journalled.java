package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.producers.client.FrameShape;
import io.clinictelemetry.producers.client.SessionPlan;
import java.util.Optional;

/**
 * A healthy treatment as a device keeps it in its journal: one sample a second. That is the last of
 * the second, or, where the device left the skin in it, one off the skin: contact that lasts from
 * one sample to the next was never lost in between.
 *
 * @param taken the treatment as the device took it
 */
record Journalled(Treatment taken) implements Treatment {

  /** Frames of a minute. */
  static final FrameShape FRAMES = new FrameShape(60, 1_000);

  @Override
  public SessionPlan plan() {
    return taken.plan();
  }

  @Override
  public int samples() {
    return taken.samples() / PER_SECOND;
  }

  @Override
  public EndReason endReason() {
    return taken.endReason();
  }

  @Override
  public Optional<PlannedDisturbance> disturbance() {
    return Optional.empty();
  }

  @Override
  public Reading next() {
    Reading kept = taken.next();
    for (int i = 1; i < PER_SECOND; i++) {
      Reading next = taken.next();
      if (next.lifted() || !kept.lifted()) {
        kept = next;
      }
    }
    return kept;
  }
}
