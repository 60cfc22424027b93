package io.clinictelemetry.domain.response;

import io.clinictelemetry.domain.episodes.Alert;
import java.util.Optional;

/**
 * What people have made of one alert.
 *
 * @param acknowledged who took note of it
 * @param reset who took it off the list after its condition was over
 * @param shelf the shelf that its rule is on
 * @param escalations how often it was escalated because nobody took note
 */
public record Standing(
    Optional<Mark> acknowledged, Optional<Mark> reset, Optional<Shelf> shelf, int escalations) {

  /** Nothing yet. */
  public static final Standing NEW =
      new Standing(Optional.empty(), Optional.empty(), Optional.empty(), 0);

  /**
   * Whether the alert is on the active list: its condition holds, or it latched and nobody has seen
   * to it.
   */
  public boolean isActive(Alert alert) {
    return alert.open() || (alert.latched() && acknowledged.isEmpty() && reset.isEmpty());
  }

  Standing with(Optional<Shelf> on) {
    return new Standing(acknowledged, reset, on, escalations);
  }

  Standing acknowledgedBy(Mark mark) {
    return new Standing(Optional.of(mark), reset, shelf, escalations);
  }

  Standing resetBy(Mark mark) {
    return new Standing(acknowledged, Optional.of(mark), shelf, escalations);
  }

  Standing escalated() {
    return new Standing(acknowledged, reset, shelf, escalations + 1);
  }
}
