package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.avro.Alert;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** An alert that opens, as one line on a console. */
public final class AlertLine {

  private AlertLine() {}

  /** Begins with the time of now; says when it was, of an alert that tells of what is past. */
  public static String of(Alert alert) {
    return String.format(
        Locale.ROOT,
        "%s %-6s %-18s %s  %s%s",
        time(LocalTime.now(ZoneId.systemDefault())),
        alert.getPriority(),
        alert.getRule(),
        alert.getSubjectId(),
        alert.getExplanation(),
        alert.getLate()
            ? " (late: it was at %s)"
                .formatted(
                    time(alert.getTriggeredAt().atZone(ZoneId.systemDefault()).toLocalTime()))
            : "");
  }

  private static LocalTime time(LocalTime time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
