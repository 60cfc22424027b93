package io.clinictelemetry.sinks.usage;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows as CSV (RFC 4180), with the unit of each column in its header. */
public final class UsageCsv {

  private static final String NEW_LINE = "\r\n";

  private record Column(String header, Function<UsageRow, Object> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("window (local)", UsageRow::windowLocal),
          new Column("window_start (UTC)", UsageRow::windowStart),
          new Column("window_end (UTC)", UsageRow::windowEnd),
          new Column("time_zone", UsageRow::zoneId),
          new Column("key", UsageRow::key),
          new Column("name", UsageRow::name),
          new Column("devices (1)", UsageRow::devices),
          new Column("sessions_started (1)", UsageRow::sessionsStarted),
          new Column("sessions_completed (1)", UsageRow::sessionsCompleted),
          new Column("sessions_aborted (1)", UsageRow::sessionsAborted),
          new Column("sessions_test (1)", UsageRow::sessionsTest),
          new Column("powered (ms)", UsageRow::poweredMs),
          new Column("session (ms)", UsageRow::sessionMs),
          new Column("treating (ms)", UsageRow::treatingMs),
          new Column("unassigned_treating (ms)", UsageRow::unassignedTreatingMs),
          new Column("available (ms)", UsageRow::availableMs),
          new Column("scheduled_downtime (ms)", UsageRow::scheduledDowntimeMs),
          new Column("unscheduled_downtime (ms)", UsageRow::unscheduledDowntimeMs),
          new Column("utilisation_of_uptime (ratio)", UsageRow::utilisationOfUptime),
          new Column("utilisation_of_planned (ratio)", UsageRow::utilisationOfPlanned),
          new Column("performance (ratio)", UsageRow::performance),
          new Column("longest_gap (ms)", UsageRow::longestGapMs),
          new Column("first_treatment (UTC)", UsageRow::firstTreatmentAt),
          new Column("last_treatment (UTC)", UsageRow::lastTreatmentAt),
          new Column("revenue (JSON, minor units)", UsageRow::revenue));

  private UsageCsv() {}

  /** The header and the rows, each with the end of its line. */
  public static String of(List<UsageRow> rows) {
    return Stream.concat(
            Stream.of(line(COLUMNS.stream().map(Column::header))),
            rows.stream()
                .map(
                    row ->
                        line(
                            COLUMNS.stream()
                                .map(column -> Objects.toString(column.value().apply(row), "")))))
        .collect(Collectors.joining());
  }

  private static String line(Stream<String> values) {
    return values.map(UsageCsv::quoted).collect(Collectors.joining(",", "", NEW_LINE));
  }

  /** A spreadsheet must not take a name for a formula. */
  private static String quoted(String value) {
    boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    String safe = formula && !value.matches("-?[0-9.E-]+") ? "'" + value : value;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
