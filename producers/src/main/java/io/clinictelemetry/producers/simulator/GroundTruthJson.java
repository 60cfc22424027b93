package io.clinictelemetry.producers.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;

/** The ground truth as JSON: names in snake_case, instants as ISO-8601 UTC, null while unknown. */
public final class GroundTruthJson {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private GroundTruthJson() {}

  /**
   * Writes the file, replacing what is there.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(GroundTruth truth, Path file) throws IOException {
    Files.writeString(file, text(truth) + "\n", StandardCharsets.UTF_8);
  }

  /** The JSON text. */
  public static String text(GroundTruth truth) {
    ObjectNode root = JSON.createObjectNode();
    root.put("seed", truth.seed());
    root.putObject("produced")
        .put("events", truth.produced().events())
        .put("samples", truth.produced().samples())
        .put("undelivered", truth.produced().undelivered());
    var clinics = root.putArray("clinics");
    new TreeMap<>(truth.timeZones())
        .forEach(
            (clinic, zone) ->
                clinics.addObject().put("clinic_id", clinic).put("zone_id", zone.getId()));
    var sessions = root.putArray("sessions");
    truth.sessions().forEach(session -> put(session, sessions.addObject()));
    var faults = root.putArray("faults");
    truth.faults().forEach(fault -> put(fault, faults.addObject()));
    var controls = root.putArray("controls");
    truth.controls().forEach(control -> put(control, controls.addObject()));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values has no text", e);
    }
  }

  private static void put(SessionTruth session, ObjectNode node) {
    node.put("device_id", session.deviceId())
        .put("clinic_id", session.clinicId())
        .put("session_id", session.sessionId())
        .put("modality", session.modality().name())
        .put("device_class", session.deviceClass().name())
        .put("clock_error_ms", session.clockErrorMs())
        .put("planned_ms", session.planned().toMillis())
        .put("started_at", session.startedAt().toString())
        .put("ended_at", session.endedAt().map(Instant::toString).orElse(null))
        .put("end_reason", session.endReason().map(Enum::name).orElse(null))
        .put("samples", session.samples())
        .put("treating_ms", session.treatingMs());
    var quarters = node.putArray("treating_by_quarter");
    session
        .treatingMsByQuarter()
        .forEach(
            (from, ms) -> quarters.addObject().put("from", from.toString()).put("treating_ms", ms));
  }

  private static void put(FaultTruth fault, ObjectNode node) {
    node.put("device_id", fault.deviceId())
        .put("clinic_id", fault.clinicId())
        .put("session_id", fault.sessionId().orElse(null))
        .put("fault_number", fault.kind().number())
        .put("fault", fault.kind().name())
        .put("onset_at", fault.onsetAt().toString())
        .put("samples", fault.samples())
        .put("over", fault.over());
    putRules(fault, node);
  }

  private static void put(ControlTruth control, ObjectNode node) {
    node.put("device_id", control.deviceId())
        .put("clinic_id", control.clinicId())
        .put("session_id", control.sessionId().orElse(null))
        .put("control", control.kind().name())
        .put("onset_at", control.onsetAt().toString())
        .put("over", control.over());
    putRules(control, node);
  }

  private static void putRules(Expectation expectation, ObjectNode node) {
    putAll("expected_rules", expectation.expectedRules(), node);
    putAll("possible_rules", expectation.possibleRules(), node);
  }

  private static void putAll(String name, Set<String> rules, ObjectNode node) {
    var array = node.putArray(name);
    rules.stream().sorted().forEach(array::add);
  }
}
