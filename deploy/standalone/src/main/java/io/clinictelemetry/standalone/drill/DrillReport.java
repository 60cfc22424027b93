package io.clinictelemetry.standalone.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The findings as JSON. */
final class DrillReport {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private DrillReport() {}

  static void write(List<Finding> findings, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(json(findings)) + "\n", StandardCharsets.UTF_8);
  }

  static ObjectNode json(List<Finding> findings) {
    ObjectNode root = JSON.createObjectNode();
    long passed = findings.stream().filter(Finding::passed).count();
    root.put("passed", passed).put("failed", findings.size() - passed);
    ArrayNode results = root.putArray("results");
    for (Finding finding : findings) {
      ObjectNode result = results.addObject();
      result
          .put("scenario", finding.scenario())
          .put("control", finding.control())
          .put("expected", finding.expected())
          .put("seen", finding.seen())
          .put("verdict", finding.verdict().name());
      if (finding.latencyMs().isPresent()) {
        result.put("latency_ms", finding.latencyMs().getAsLong());
      } else {
        result.putNull("latency_ms");
      }
    }
    return root;
  }
}
