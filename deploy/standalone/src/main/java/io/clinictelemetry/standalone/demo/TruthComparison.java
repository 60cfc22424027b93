package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.rules.LinkRule;
import io.clinictelemetry.producers.simulator.Expectation;
import io.clinictelemetry.producers.simulator.GroundTruth;
import io.clinictelemetry.producers.simulator.SessionTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the pipeline published beside what the fleet really did.
 *
 * @param sessionsCompared sessions of the truth that ended
 * @param faultsCompared injected faults, and values made to hover at a limit, that must have raised
 *     an alert
 * @param alertsMissing alerts that a fault must have raised and that are not there, one line each
 * @param alertsExtra alerts of the fleet's sessions that no fault explains, one line each
 * @param differences sessions and sums that differ, one line each
 */
public record TruthComparison(
    int sessionsCompared,
    int faultsCompared,
    List<String> alertsMissing,
    List<String> alertsExtra,
    List<String> differences) {

  private static final Set<String> LINK_RULES =
      LinkRule.ALL.stream().map(LinkRule::name).collect(Collectors.toSet());

  /**
   * Compares.
   *
   * @param truth of a fleet that has stopped
   * @param outputs all that the pipeline made of it
   */
  public static TruthComparison of(GroundTruth truth, Outputs outputs) {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (SessionTruth session : truth.sessions()) {
      if (session.endedAt().isPresent()) {
        compared++;
        compare(session, outputs.sessions(), differences);
      }
    }
    compareSums(outputs, differences);
    return new TruthComparison(
        compared,
        (int) truth.expectations().stream().filter(e -> !e.expectedRules().isEmpty()).count(),
        missing(truth, outputs),
        extra(truth, outputs),
        differences);
  }

  private static void compare(
      SessionTruth truth, Map<String, SessionSummary> summaries, List<String> differences) {
    String key = RecordKeys.session(truth.deviceId(), truth.sessionId());
    SessionSummary summary = summaries.get(key);
    if (summary == null) {
      differences.add(key + ": no summary");
      return;
    }
    differ(key, "started_at", truth.startedAt(), summary.getStartedAt(), differences);
    differ(key, "ended_at", truth.endedAt().get(), summary.getEndedAt(), differences);
    differ(key, "end_reason", truth.endReason().get(), summary.getEndReason(), differences);
    differ(key, "samples", truth.samples(), summary.getSamplesReceived(), differences);
    differ(key, "treating_ms", truth.treatingMs(), summary.getTreatingMs(), differences);
  }

  private static void differ(
      String key, String what, Object expected, Object seen, List<String> differences) {
    if (!Objects.equals(expected, seen)) {
      differences.add("%s: %s is %s, but the fleet says %s".formatted(key, what, seen, expected));
    }
  }

  /** The hours of a device must add up to its sessions and its readings without a session. */
  private static void compareSums(Outputs outputs, List<String> differences) {
    Map<String, Long> sessions =
        outputs.sessions().values().stream()
            .collect(
                Collectors.groupingBy(
                    SessionSummary::getDeviceId,
                    Collectors.summingLong(SessionSummary::getTreatingMs)));
    Map<String, Long> hours = new HashMap<>();
    for (DeviceUsage hour : outputs.hours().values()) {
      hours.merge(
          hour.getDeviceId(), hour.getTreatingMs() - hour.getUnassignedTreatingMs(), Long::sum);
    }
    Set<String> devices = new HashSet<>(sessions.keySet());
    devices.addAll(hours.keySet());
    for (String device : devices) {
      differ(
          device,
          "sum of treating_ms over its hours",
          sessions.getOrDefault(device, 0L),
          hours.getOrDefault(device, 0L),
          differences);
    }
  }

  private static List<String> missing(GroundTruth truth, Outputs outputs) {
    Set<String> seen =
        outputs.alerts().values().stream()
            .map(alert -> name(alert.getSubjectId(), alert.getSessionId(), alert.getRule()))
            .collect(Collectors.toSet());
    return truth.expectations().stream()
        .flatMap(
            expectation ->
                expectation.expectedRules().stream()
                    .map(rule -> name(expectation.deviceId(), expectation.sessionId(), rule)))
        .filter(expected -> !seen.contains(expected))
        .toList();
  }

  private static List<String> extra(GroundTruth truth, Outputs outputs) {
    Set<String> sessions =
        truth.sessions().stream()
            .map(session -> RecordKeys.session(session.deviceId(), session.sessionId()))
            .collect(Collectors.toSet());
    Set<String> explained = new HashSet<>();
    for (Expectation expectation : truth.expectations()) {
      for (Set<String> rules : List.of(expectation.expectedRules(), expectation.possibleRules())) {
        rules.forEach(
            rule -> explained.add(name(expectation.deviceId(), expectation.sessionId(), rule)));
      }
    }
    List<String> extra = new ArrayList<>();
    for (Alert alert : outputs.alerts().values()) {
      boolean ofFleet =
          sessions.contains(RecordKeys.session(alert.getSubjectId(), alert.getSessionId()));
      // Of a fault's rule there may be one alert: a second one would be chatter.
      String name = name(alert.getSubjectId(), alert.getSessionId(), alert.getRule());
      // The fleet does not know when the pipeline could not hear it.
      boolean ofLink = LINK_RULES.contains(alert.getRule());
      if (ofFleet && !explained.remove(name) && !ofLink) {
        extra.add(name);
      }
    }
    return extra;
  }

  private static String name(String deviceId, String sessionId, String rule) {
    return "%s of %s/%s".formatted(rule, deviceId, sessionId);
  }

  boolean passed() {
    return alertsMissing.isEmpty() && alertsExtra.isEmpty() && differences.isEmpty();
  }
}
