package io.clinictelemetry.streams.shared;

import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import java.util.Optional;

/** What the bytes of one record of the telemetry topic are. */
sealed interface Decoded {

  /** A tick of the log clock. */
  record Tick() implements Decoded {}

  /** An event that can be used. */
  record Usable(TelemetryEvent event) implements Decoded {}

  /**
   * A record that cannot be used.
   *
   * @param rejection why
   * @param place whose event it would be and where in that device's order; empty when the record
   *     does not tell, or cannot be trusted to
   */
  record Unusable(Rejection rejection, Optional<Place> place) implements Decoded {}

  /** A device, and a position in its order. */
  record Place(String deviceId, Position position) {}
}
