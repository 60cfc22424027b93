package io.clinictelemetry.standalone.limits;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinictelemetry.domain.backtest.Comparison;
import io.clinictelemetry.domain.backtest.Comparison.Row;
import io.clinictelemetry.domain.backtest.HourlyLoad;
import io.clinictelemetry.domain.backtest.JudgedAlert;
import io.clinictelemetry.domain.limits.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What a back-test found, for people and as JSON. */
record BacktestReport(Policy candidate, Instant from, Instant to, Backtest backtest) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String ROW = "%-24s %-24s %7s %7s %7s %7s";
  private static final String LOAD = "%-24s %-24s %s";

  private Comparison comparison() {
    return backtest.comparison();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s, from %s to %s".formatted(candidate.id(), from, to));
    backtest
        .first()
        .filter(first -> first.isAfter(from))
        .ifPresent(first -> lines.add("what is recorded begins at " + first));
    lines.add("");
    lines.add(ROW.formatted("device", "rule", "now", "with it", "lost", "gained"));
    List<Row> differences = comparison().differences();
    for (Row row : differences) {
      lines.add(
          ROW.formatted(
              row.deviceId(), row.rule(), row.now(), row.then(), row.lost(), row.gained()));
    }
    if (differences.isEmpty()) {
      lines.add("no alert is lost or gained");
    }
    lines.add(
        ROW.formatted(
            "all devices",
            "all rules",
            comparison().now().size(),
            comparison().then().size(),
            comparison().lost().size(),
            comparison().gained().size()));
    lines.add("");
    lines.add(LOAD.formatted("alerts per hour", "now", "with it"));
    Map<String, HourlyLoad> now = load(comparison().now());
    Map<String, HourlyLoad> then = load(comparison().then());
    TreeSet<String> clinics = new TreeSet<>(now.keySet());
    clinics.addAll(then.keySet());
    for (String clinic : clinics) {
      lines.add(
          LOAD.formatted(
              clinic,
              text(now.getOrDefault(clinic, HourlyLoad.NONE)),
              text(then.getOrDefault(clinic, HourlyLoad.NONE))));
    }
    if (clinics.isEmpty()) {
      lines.add("no alert in the period");
    }
    lines.add("");
    return lines;
  }

  private Map<String, HourlyLoad> load(List<JudgedAlert> alerts) {
    Instant begin = backtest.first().filter(first -> first.isAfter(from)).orElse(from);
    return HourlyLoad.byClinic(alerts, Duration.between(begin, to).toMillis());
  }

  private static String text(HourlyLoad load) {
    return String.format(Locale.ROOT, "%.1f (at most %d)", load.perHour(), load.busiest());
  }

  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(json()) + "\n", StandardCharsets.UTF_8);
  }

  ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("candidate", candidate.id())
        .put("from", from.toString())
        .put("to", to.toString())
        .put("records", backtest.records())
        .put("recorded_from", backtest.first().map(Instant::toString).orElse(null))
        .put("alerts_now", comparison().now().size())
        .put("alerts_with_it", comparison().then().size());
    alerts(root.putArray("lost"), comparison().lost());
    alerts(root.putArray("gained"), comparison().gained());
    load(root.putObject("load_per_hour_now"), load(comparison().now()));
    load(root.putObject("load_per_hour_with_it"), load(comparison().then()));
    return root;
  }

  private static void alerts(ArrayNode array, List<JudgedAlert> alerts) {
    for (JudgedAlert alert : alerts) {
      ObjectNode node =
          array
              .addObject()
              .put("device_id", alert.deviceId())
              .put("clinic_id", alert.clinicId())
              .put("session_id", alert.sessionId().orElse(null))
              .put("rule", alert.rule())
              .put("priority", alert.priority().name())
              .put("started_at", Instant.ofEpochMilli(alert.startedAtMs()).toString());
      if (alert.endedAtMs() == Long.MAX_VALUE) {
        node.putNull("ended_at");
      } else {
        node.put("ended_at", Instant.ofEpochMilli(alert.endedAtMs()).toString());
      }
    }
  }

  private static void load(ObjectNode node, Map<String, HourlyLoad> loads) {
    loads.forEach(
        (clinic, load) ->
            node.putObject(clinic)
                .put("mean", load.perHour())
                .put("busiest", load.busiest())
                .put("busiest_from", Instant.ofEpochMilli(load.busiestFromMs()).toString()));
  }
}
