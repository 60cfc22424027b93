package io.clinictelemetry.domain.response;

import io.clinictelemetry.domain.episodes.Alert;

/** What the policies say of how long people have. */
@FunctionalInterface
public interface ResponsePlan {

  /**
   * The times that count.
   *
   * @param atMs log clock at which they are asked for, ms since 1970 UTC
   */
  ResponseTimes of(Alert alert, long atMs);
}
