package io.clinictelemetry.standalone.drill;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.producers.simulator.Scenario;
import io.clinictelemetry.standalone.cluster.AlertLine;
import io.clinictelemetry.standalone.embedded.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What a drill tells the person who started it. */
final class DrillConsole {

  /** From one sign of progress to the next. */
  static final Duration PROGRESS = Duration.ofSeconds(15);

  private final PrintWriter out;

  DrillConsole(PrintWriter out) {
    this.out = out;
  }

  private synchronized void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  void starting(Path data) {
    line("Starting a pipeline for the drill; data in %s, removed at the end", data);
  }

  void stage(Stage stage) {
    line(
        "  %-10s ready in %5.1f s   %s",
        stage.name(), stage.took().toMillis() / 1000.0, stage.address());
  }

  void playing(List<Scenario> scenarios, Duration duration) {
    long controls = scenarios.stream().filter(Scenario::isControl).count();
    line("");
    line(
        "Playing %d faults and %d controls at the same time, for %d s. Alerts as they open:",
        scenarios.size() - controls, controls, duration.toSeconds());
  }

  void alert(Alert alert) {
    line("  %s", AlertLine.of(alert));
  }

  void progress(Duration left) {
    line("  %s        %d s to go", time(), left.toSeconds());
  }

  private static LocalTime time() {
    return LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
  }

  void findings(List<Finding> findings) {
    line("");
    line("  %-18s %-8s %-12s %8s  %s", "scenario", "", "verdict", "latency", "seen");
    for (Finding finding : findings) {
      line(
          "  %-18s %-8s %-12s %8s  %s",
          finding.scenario(),
          finding.control() ? "control" : "fault",
          finding.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          finding.latencyMs().isPresent() ? finding.latencyMs().getAsLong() + " ms" : "",
          finding.seen());
      if (!finding.passed()) {
        line("  %-18s expected: %s", "", finding.expected());
      }
    }
    long passed = findings.stream().filter(Finding::passed).count();
    line("");
    line("%d passed, %d failed", passed, findings.size() - passed);
  }

  void stopping() {
    line("");
    line("Stopping ...");
  }

  void logIn(Path directory) {
    line("The drill failed; its data and its log, %s, are kept.", directory.resolve("logs"));
  }

  void leftBehind(Path directory, IOException why) {
    line("Temporary data is left in %s: %s", directory, why.getMessage());
  }
}
