package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.sinks.usage.MaintenanceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Maintenance as lines for people. */
final class MaintenanceTable {

  private static final String LINE = "%-8s %-14s %-22s %-12s %22s %7s  %-10s  %-10s  %s";
  private static final int DATE_LENGTH = 10;

  private MaintenanceTable() {}

  static List<String> lines(List<MaintenanceRow> rows, List<String> unknownDevices) {
    List<String> lines = new ArrayList<>();
    lines.add("Maintenance, on the clocks of the clinics");
    lines.add("");
    lines.add(
        LINE.formatted(
            "status",
            "device",
            "clinic",
            "part",
            "used of interval",
            "a day",
            "due",
            "overdue",
            "since"));
    for (MaintenanceRow row : rows) {
      lines.add(
          LINE.formatted(
              row.status().toLowerCase(Locale.ROOT),
              row.deviceId(),
              row.clinicName(),
              row.part().toLowerCase(Locale.ROOT),
              used(row),
              number(row.usedPerDay()),
              date(row.dueForecastLocal()),
              date(row.overdueForecastLocal()),
              row.neverDone() ? "never told" : date(row.sinceLocal())));
    }
    if (rows.isEmpty()) {
      lines.add("nothing is due");
    }
    lines.add("");
    lines.add("due, overdue: when, if the device goes on to be used as in the last 28 days;");
    lines.add("a dash: it is so already, or it is not used. !: an alert tells that it is worn.");
    if (!unknownDevices.isEmpty()) {
      lines.add(
          "Service events of devices that the inventory does not know: "
              + String.join(", ", unknownDevices));
    }
    return lines;
  }

  private static String used(MaintenanceRow row) {
    return "%s%s of %s %s"
        .formatted(
            row.worn() ? "! " : "",
            row.unit().equals("h") ? number(row.used()) : whole(row.used()),
            whole(row.dueFrom()),
            row.unit());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String date(String local) {
    return local == null ? "-" : local.substring(0, DATE_LENGTH);
  }
}
