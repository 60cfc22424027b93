package io.clinictelemetry.standalone.alerts;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertMark;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.standalone.ClusterOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the active alerts. */
@Command(
    name = "list",
    description = {
      "Lists the alerts that need a person, latest first: their conditions hold, or they are of high",
      "priority and nobody has acknowledged or reset them."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Spec private CommandSpec spec;

  @Option(names = "--clinic", paramLabel = "ID", description = "Those of this clinic.")
  private String clinic;

  @Override
  public Integer call() throws Exception {
    Settings settings = cluster.settings();
    PrintWriter out = spec.commandLine().getOut();
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes())) {
      List<Alert> active =
          ActiveAlerts.read(settings, serdes).stream()
              .filter(alert -> clinic == null || alert.getClinicId().equals(clinic))
              .toList();
      active.forEach(alert -> out.println(line(alert)));
      out.printf("%d active%n", active.size());
    }
    out.flush();
    return 0;
  }

  static String line(Alert alert) {
    return String.format(
        Locale.ROOT,
        "%s  %s  %-6s %-18s %s  %s%s",
        alert.getAlertId(),
        alert.getDetectedAt(),
        alert.getPriority(),
        alert.getRule(),
        alert.getSubjectId(),
        alert.getExplanation(),
        standing(alert));
  }

  private static String standing(Alert alert) {
    List<String> marks = new ArrayList<>();
    if (alert.getState() == AlertState.CLEARED) {
      marks.add("over since " + alert.getEndedAt());
    }
    if (alert.getAcknowledgement() != null) {
      marks.add("acknowledged" + by(alert.getAcknowledgement()));
    }
    if (alert.getShelf() != null) {
      marks.add(
          "shelved" + by(alert.getShelf().getMark()) + ", until " + alert.getShelf().getUntil());
    }
    if (alert.getEscalations() > 0) {
      marks.add("escalated");
    }
    return marks.isEmpty() ? "" : " [" + String.join("; ", marks) + "]";
  }

  private static String by(AlertMark mark) {
    return " by %s at %s: %s".formatted(mark.getBy(), mark.getAt(), mark.getWhy());
  }
}
