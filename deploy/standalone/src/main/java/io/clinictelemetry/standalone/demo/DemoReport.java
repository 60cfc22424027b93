package io.clinictelemetry.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The result as JSON. Names end in their unit; counts have none. */
final class DemoReport {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private DemoReport() {}

  static void write(DemoResult result, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(json(result)) + "\n", StandardCharsets.UTF_8);
  }

  static ObjectNode json(DemoResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("passed", result.passed());
    root.put("startup_ms", result.startup().toMillis());
    result.past().ifPresent(past -> history(root.putObject("history"), past));
    root.putObject("produced")
        .put("events", result.truth().produced().events())
        .put("samples", result.truth().produced().samples())
        .put("undelivered", result.truth().produced().undelivered());
    ledger(root.putObject("ledger"), result.ledger());
    alerts(root.putObject("alerts"), result.outputs());
    root.putObject("sessions")
        .put("started", result.outputs().sessions().size())
        .put(
            "closed",
            result.outputs().sessions().values().stream()
                .filter(session -> session.getStatus() == SessionStatus.CLOSED)
                .count());
    root.putObject("usage")
        .put("hourly_rows", result.outputs().hours().size())
        .put("daily_rows", result.outputs().days().size())
        .put(
            "treating_ms",
            result.outputs().hours().values().stream().mapToLong(DeviceUsage::getTreatingMs).sum());
    root.putObject("sink")
        .put("alert_rows", result.rows().alerts())
        .put("alert_event_rows", result.rows().alertEvents())
        .put("session_rows", result.rows().sessions())
        .put("usage_rows", result.rows().hours())
        .put("usage_daily_rows", result.rows().days());
    truth(root.putObject("truth"), result.comparison());
    var latency = result.latencyMs();
    ObjectNode readingToAlert = root.putObject("latency_ms").putObject("reading_to_alert");
    readingToAlert.put("count", latency.getTotalCount());
    if (latency.getTotalCount() > 0) {
      readingToAlert
          .put("p50", latency.getValueAtPercentile(50))
          .put("p99", latency.getValueAtPercentile(99));
    }
    root.putObject("dashboard").put("url", result.dashboardUrl());
    return root;
  }

  private static void history(ObjectNode node, PublishedPast past) {
    node.put("length_ms", past.length().toMillis())
        .put("events", past.events())
        .put("samples", past.samples())
        .put("sessions", past.sessions())
        .put("published_ms", past.published().toMillis())
        .put("processed_ms", past.processed().toMillis())
        .put("processed_before_start", past.whole());
  }

  /** The columns of safety; usage counts the same records, and balances by itself. */
  private static void ledger(ObjectNode node, Ledger ledger) {
    columns(node, ledger, "safety");
    node.put("balanced", ledger.balanced());
    ObjectNode applications = node.putObject("applications");
    Ledger.APPLICATIONS.forEach(
        application -> columns(applications.putObject(application), ledger, application));
  }

  private static void columns(ObjectNode node, Ledger ledger, String application) {
    node.put("input", ledger.sum(application, LedgerEntry::getInput))
        .put("applied", ledger.sum(application, LedgerEntry::getApplied))
        .put("late", ledger.sum(application, LedgerEntry::getLate))
        .put("duplicate", ledger.sum(application, LedgerEntry::getDuplicate))
        .put("quarantined", ledger.sum(application, LedgerEntry::getQuarantined))
        .put("ticks", ledger.sum(application, LedgerEntry::getTicks))
        .put("buffered", ledger.sum(application, LedgerEntry::getBuffered));
  }

  private static void alerts(ObjectNode node, Outputs outputs) {
    node.put("opened", count(outputs, AlertTransition.OPENED))
        .put("cleared", count(outputs, AlertTransition.CLEARED))
        .put(
            "open_now",
            outputs.alerts().values().stream()
                .filter(alert -> alert.getState() == AlertState.OPEN)
                .count());
    TreeMap<String, Integer> byRule = new TreeMap<>();
    for (Alert alert : outputs.alerts().values()) {
      byRule.merge(alert.getRule(), 1, Integer::sum);
    }
    ObjectNode rules = node.putObject("by_rule");
    byRule.forEach(rules::put);
  }

  private static long count(Outputs outputs, AlertTransition transition) {
    return outputs.alertEvents().stream()
        .filter(event -> event.getTransition() == transition)
        .count();
  }

  private static void truth(ObjectNode node, TruthComparison comparison) {
    node.put("sessions_compared", comparison.sessionsCompared())
        .put("hours_compared", comparison.hoursCompared())
        .put("days_compared", comparison.daysCompared())
        .put("faults_compared", comparison.faultsCompared())
        .put("alerts_missing", comparison.alertsMissing().size())
        .put("alerts_extra", comparison.alertsExtra().size())
        .put("differences", comparison.differences().size());
    ObjectNode details = node.putObject("details");
    lines(details.putArray("alerts_missing"), comparison.alertsMissing());
    lines(details.putArray("alerts_extra"), comparison.alertsExtra());
    lines(details.putArray("differences"), comparison.differences());
  }

  private static void lines(ArrayNode node, List<String> lines) {
    lines.forEach(node::add);
  }
}
