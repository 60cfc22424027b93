package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageWindow;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * What of two outcomes is compared, and how far.
 *
 * @param alerts the alerts that are
 * @param responses whether what fell due because nobody saw to them is, too
 * @param utilisation whether what of sessions and windows the last release did not tell is, too
 */
public record Compared(Predicate<Alert> alerts, boolean responses, boolean utilisation) {

  /** All of all. */
  public static final Compared ALL = new Compared(alert -> true, true, true);

  private static final Set<String> TOLD_MORE_OF =
      Set.of("clinics", "devices", "sessions", "usage_hourly", "usage_daily");

  private static final Set<AlertTransition> DETECTION =
      EnumSet.of(AlertTransition.OPENED, AlertTransition.CLEARED, AlertTransition.WIDENED);

  boolean counts(AlertEvent event) {
    return alerts.test(event.getAlert())
        && (responses || DETECTION.contains(event.getTransition()));
  }

  Alert content(Alert alert) {
    return responses ? alert : Alert.newBuilder(alert).setEscalations(0).build();
  }

  /** A sink of the last release wrote only what it knew of these. */
  boolean counts(String table) {
    return utilisation || !TOLD_MORE_OF.contains(table);
  }

  boolean counts(DeviceUsage usage) {
    return utilisation
        || (usage.getWindow() == UsageWindow.HOUR
            && usage.getTreatingMs() + usage.getSessionsStarted() > 0);
  }

  SessionSummary content(SessionSummary session) {
    SessionSummary content = SessionSummary.newBuilder(session).setRevision(0).build();
    if (!utilisation) {
      forgetBehind("revision", content);
      forgetBehind("duration_ms", content.getVacuum());
      forgetBehind("duration_ms", content.getCurrent());
    }
    return content;
  }

  DeviceUsage content(DeviceUsage usage) {
    DeviceUsage content = DeviceUsage.newBuilder(usage).setRevision(0).build();
    if (!utilisation) {
      forgetBehind("revision", content);
    }
    return content;
  }

  /** Fields that were added later stand behind those that were always there. */
  private static void forgetBehind(String last, SpecificRecord record) {
    if (record != null) {
      List<Schema.Field> fields = record.getSchema().getFields();
      int first = record.getSchema().getField(last).pos() + 1;
      for (Schema.Field field : fields.subList(first, fields.size())) {
        record.put(field.pos(), SpecificData.get().getDefaultValue(field));
      }
    }
  }
}
