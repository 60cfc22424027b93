package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.standalone.cluster.AlertLine;
import io.clinictelemetry.standalone.cluster.AlertWatch;
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
import java.util.concurrent.atomic.AtomicInteger;

/** What a demo tells the person who started it. */
final class DemoConsole {

  private final PrintWriter out;
  private final AtomicInteger alerts = new AtomicInteger();

  DemoConsole(PrintWriter out) {
    this.out = out;
  }

  private synchronized void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  void starting(Path data, boolean kept) {
    line("Starting the pipeline; data in %s%s", data, kept ? "" : ", removed at the end");
  }

  void leftRunning(String server) {
    line("Ended %s, which a demo that was killed had left running", server);
  }

  void stage(Stage stage) {
    line(
        "  %-10s ready in %5.1f s   %s",
        stage.name(), stage.took().toMillis() / 1000.0, stage.address());
  }

  void publishingPast() {
    line("");
    line("Publishing the fleet's past, day by day:");
  }

  void pastDay(int day, GroundTruth truth) {
    line(
        "  day %2d     %,d sessions, %,d events, %,d samples",
        day, truth.sessions().size(), truth.produced().events(), truth.produced().samples());
  }

  void past(PublishedPast past) {
    line(
        "  %,d events published in %.1f s, and %s",
        past.events(),
        past.published().toMillis() / 1000.0,
        past.whole()
            ? "processed in another %.1f s".formatted(past.processed().toMillis() / 1000.0)
            : "not all processed yet: what the fleet does now is seen after it");
  }

  void started(DemoOptions options, Pipeline pipeline, Duration startup) {
    line("");
    line(
        "Started in %.1f s: %d devices in %d clinics stream readings%s.",
        startup.toMillis() / 1000.0,
        options.devices(),
        options.clinics(),
        options.faults() ? ", some with faults" : "");
    line("");
    line("  Dashboard   %s", pipeline.dashboardUrl());
    line("  Kafka       %s", pipeline.bootstrapServers());
    line("  Registry    %s", pipeline.registryUrl());
    line("");
    line(
        "%s Alerts as they open:",
        options.duration().isPresent()
            ? "Runs for %d s.".formatted(options.duration().get().toSeconds())
            : "Ctrl-C stops it.");
  }

  void alert(AlertWatch.Sighting sighting) {
    alerts.incrementAndGet();
    line("  %s", AlertLine.of(sighting.event().getAlert()));
  }

  void progress(GroundTruth truth) {
    line(
        "  %s        %,d events, %,d samples sent; %d alerts so far",
        time(), truth.produced().events(), truth.produced().samples(), alerts.get());
  }

  private static LocalTime time() {
    return LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
  }

  void draining() {
    line("");
    line("The fleet has stopped; waiting until all it sent has been processed ...");
  }

  void stopping() {
    line("");
    line("Stopping ...");
  }

  void logIn(Path directory) {
    line("The demo failed; its data and its log, %s, are kept.", directory.resolve("logs"));
  }

  void leftBehind(Path directory, IOException why) {
    line("Temporary data is left in %s: %s", directory, why.getMessage());
  }

  void stopped() {
    line("Stopped; nothing is left running.");
  }

  void result(DemoResult result) {
    TruthComparison comparison = result.comparison();
    line("");
    line(
        "  Ledger      %s: every record is accounted for, in safety and in usage",
        result.ledger().balanced() && result.ledger().drained() ? "balanced" : "NOT BALANCED");
    line(
        "  Alerts      %d opened; of %d faults %d missed, %d false",
        result.outputs().alerts().size(),
        comparison.faultsCompared(),
        comparison.alertsMissing().size(),
        comparison.alertsExtra().size());
    line(
        "  Usage       %d sessions, %d hours, %d days compared with what the fleet did: %d differences",
        comparison.sessionsCompared(),
        comparison.hoursCompared(),
        comparison.daysCompared(),
        comparison.differences().size());
    line(
        "  PostgreSQL  %d alerts, %d sessions, %d hours, %d days: %s the topics",
        result.rows().alerts(),
        result.rows().sessions(),
        result.rows().hours(),
        result.rows().days(),
        result.rows().equalTo(result.outputs()) ? "as in" : "NOT AS IN");
    if (result.latencyMs().getTotalCount() > 0) {
      line(
          "  Latency     reading to alert %d ms in the middle, %d ms at most in 99 %%",
          result.latencyMs().getValueAtPercentile(50), result.latencyMs().getValueAtPercentile(99));
    }
    problems("missing alert", comparison.alertsMissing());
    problems("false alert", comparison.alertsExtra());
    problems("difference", comparison.differences());
  }

  private void problems(String kind, List<String> lines) {
    lines.stream().limit(10).forEach(problem -> line("  %s: %s", kind, problem));
    if (lines.size() > 10) {
      line("  and %d more; the report has all", lines.size() - 10);
    }
  }
}
