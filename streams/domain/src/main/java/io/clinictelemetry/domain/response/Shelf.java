package io.clinictelemetry.domain.response;

/**
 * A rule that is put aside on one subject for a time: its alerts are recorded, and nobody is
 * called.
 *
 * @param mark who put it aside
 * @param untilMs log clock at which it returns by itself, ms since 1970 UTC
 * @param alertId its latest alert, which tells of the return
 */
public record Shelf(Mark mark, long untilMs, String alertId) {

  Shelf of(String latestAlertId) {
    return new Shelf(mark, untilMs, latestAlertId);
  }
}
