package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.sinks.usage.UsageQuestion;
import io.clinictelemetry.sinks.usage.UsageQuestion.Group;
import io.clinictelemetry.sinks.usage.UsageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Utilisation as lines for people. */
final class UsageTable {

  private static final String LINE = "%-26s %-22s %8s %9s %9s %9s %9s %9s %7s %7s %7s";
  private static final double HOUR_MS = 3_600_000;

  private UsageTable() {}

  static List<String> lines(List<UsageRow> rows, Instant from, Instant to, Group group) {
    List<String> lines = new ArrayList<>();
    lines.add("Utilisation from %s to %s, on the clocks of the clinics".formatted(from, to));
    lines.add("");
    lines.add(
        LINE.formatted(
            "window",
            UsageQuestion.word(group),
            "devices",
            "sessions",
            "powered",
            "session",
            "treating",
            "open",
            "uptime",
            "planned",
            "perf."));
    lines.add(LINE.formatted("", "", "", "completed", "h", "h", "h", "h", "%", "%", "%"));
    for (UsageRow row : rows) {
      lines.add(
          LINE.formatted(
              row.windowLocal(),
              row.name(),
              row.devices(),
              row.sessionsCompleted(),
              hours(row.poweredMs()),
              hours(row.sessionMs()),
              hours(row.treatingMs()),
              row.availableMs() == null ? "-" : hours(row.availableMs()),
              percent(row.utilisationOfUptime()),
              percent(row.utilisationOfPlanned()),
              percent(row.performance())));
    }
    if (rows.isEmpty()) {
      lines.add("nothing in this period");
    }
    lines.add("");
    lines.add(
        "uptime: session / (open - in service - out of order); planned: session / (open - in service);");
    lines.add("perf.: treating / session. A dash: not known, or nothing to divide by.");
    return lines;
  }

  private static String hours(long ms) {
    return String.format(Locale.ROOT, "%.2f", ms / HOUR_MS);
  }

  private static String percent(Double ratio) {
    return ratio == null ? "-" : String.format(Locale.ROOT, "%.1f", ratio * 100);
  }
}
