package io.clinictelemetry.sinks.usage;

import java.util.List;

/** Maintenance as CSV (RFC 4180); what is counted is in the unit that its row names. */
public final class MaintenanceCsv {

  private static final List<Csv.Column<MaintenanceRow>> COLUMNS =
      List.of(
          new Csv.Column<>("device", MaintenanceRow::deviceId),
          new Csv.Column<>("clinic", MaintenanceRow::clinicId),
          new Csv.Column<>("clinic_name", MaintenanceRow::clinicName),
          new Csv.Column<>("time_zone", MaintenanceRow::zoneId),
          new Csv.Column<>("model", MaintenanceRow::model),
          new Csv.Column<>("part", MaintenanceRow::part),
          new Csv.Column<>("status", MaintenanceRow::status),
          new Csv.Column<>("unit", MaintenanceRow::unit),
          new Csv.Column<>("used (unit)", MaintenanceRow::used),
          new Csv.Column<>("due_from (unit)", MaintenanceRow::dueFrom),
          new Csv.Column<>("overdue_from (unit)", MaintenanceRow::overdueFrom),
          new Csv.Column<>("used_per_day (unit/d)", MaintenanceRow::usedPerDay),
          new Csv.Column<>("worn", MaintenanceRow::worn),
          new Csv.Column<>("since (local)", MaintenanceRow::sinceLocal),
          new Csv.Column<>("since (UTC)", MaintenanceRow::since),
          new Csv.Column<>("never_done", MaintenanceRow::neverDone),
          new Csv.Column<>("due_forecast (local)", MaintenanceRow::dueForecastLocal),
          new Csv.Column<>("due_forecast (UTC)", MaintenanceRow::dueForecast),
          new Csv.Column<>("overdue_forecast (local)", MaintenanceRow::overdueForecastLocal),
          new Csv.Column<>("overdue_forecast (UTC)", MaintenanceRow::overdueForecast));

  private MaintenanceCsv() {}

  /** The header and the rows, each with the end of its line. */
  public static String of(List<MaintenanceRow> rows) {
    return Csv.of(COLUMNS, rows);
  }
}
