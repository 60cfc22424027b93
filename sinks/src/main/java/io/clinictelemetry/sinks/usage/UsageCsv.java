package io.clinictelemetry.sinks.usage;

import java.util.List;

/** Rows as CSV (RFC 4180), with the unit of each column in its header. */
public final class UsageCsv {

  private static final List<Csv.Column<UsageRow>> COLUMNS =
      List.of(
          new Csv.Column<>("window (local)", UsageRow::windowLocal),
          new Csv.Column<>("window_start (UTC)", UsageRow::windowStart),
          new Csv.Column<>("window_end (UTC)", UsageRow::windowEnd),
          new Csv.Column<>("time_zone", UsageRow::zoneId),
          new Csv.Column<>("key", UsageRow::key),
          new Csv.Column<>("name", UsageRow::name),
          new Csv.Column<>("devices (1)", UsageRow::devices),
          new Csv.Column<>("sessions_started (1)", UsageRow::sessionsStarted),
          new Csv.Column<>("sessions_completed (1)", UsageRow::sessionsCompleted),
          new Csv.Column<>("sessions_aborted (1)", UsageRow::sessionsAborted),
          new Csv.Column<>("sessions_test (1)", UsageRow::sessionsTest),
          new Csv.Column<>("powered (ms)", UsageRow::poweredMs),
          new Csv.Column<>("session (ms)", UsageRow::sessionMs),
          new Csv.Column<>("treating (ms)", UsageRow::treatingMs),
          new Csv.Column<>("unassigned_treating (ms)", UsageRow::unassignedTreatingMs),
          new Csv.Column<>("available (ms)", UsageRow::availableMs),
          new Csv.Column<>("scheduled_downtime (ms)", UsageRow::scheduledDowntimeMs),
          new Csv.Column<>("unscheduled_downtime (ms)", UsageRow::unscheduledDowntimeMs),
          new Csv.Column<>("utilisation_of_uptime (ratio)", UsageRow::utilisationOfUptime),
          new Csv.Column<>("utilisation_of_planned (ratio)", UsageRow::utilisationOfPlanned),
          new Csv.Column<>("performance (ratio)", UsageRow::performance),
          new Csv.Column<>("longest_gap (ms)", UsageRow::longestGapMs),
          new Csv.Column<>("first_treatment (UTC)", UsageRow::firstTreatmentAt),
          new Csv.Column<>("last_treatment (UTC)", UsageRow::lastTreatmentAt),
          new Csv.Column<>("revenue (JSON, minor units)", UsageRow::revenue));

  private UsageCsv() {}

  /** The header and the rows, each with the end of its line. */
  public static String of(List<UsageRow> rows) {
    return Csv.of(COLUMNS, rows);
  }
}
