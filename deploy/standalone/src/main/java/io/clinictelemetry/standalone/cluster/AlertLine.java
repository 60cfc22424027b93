package io.clinictelemetry.standalone.cluster;

import io.clinictelemetry.avro.Alert;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An alert that opens, as one line on a console. */
public final class AlertLine {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private AlertLine() {}

  /** Begins with the time of now; says when it was, of an alert that tells of what is past. */
  public static String of(Alert alert) {
    ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());
    return String.format(
        Locale.ROOT,
        "%s %-6s %-18s %s  %s%s",
        TIME.format(now),
        alert.getPriority(),
        alert.getRule(),
        alert.getSubjectId(),
        alert.getExplanation(),
        alert.getLate() ? " (late: it was at %s)".formatted(past(alert, now)) : "");
  }

  private static String past(Alert alert, ZonedDateTime now) {
    ZonedDateTime at = alert.getTriggeredAt().atZone(now.getZone());
    boolean today = at.toLocalDate().equals(now.toLocalDate());
    return (today ? TIME : DAY_AND_TIME).format(at);
  }
}
