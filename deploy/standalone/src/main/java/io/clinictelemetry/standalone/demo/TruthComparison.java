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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pipeline published beside what the fleet really did.
 *
 * @param sessionsCompared sessions of the truth that ended
 * @param hoursCompared hours of devices in which the fleet had a session
 * @param daysCompared days of devices in which it had one
 * @param faultsCompared injected faults, and values made to hover at a limit, that must have raised
 *     an alert
 * @param alertsMissing alerts that a fault must have raised and that are not there, one line each
 * @param alertsExtra alerts of the fleet that no fault explains, one line each
 * @param differences sessions, hours, days and sums that differ, one line each
 */
public record TruthComparison(
    int sessionsCompared,
    int hoursCompared,
    int daysCompared,
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
    UsageComparison usage = UsageComparison.of(truth, outputs);
    differences.addAll(usage.differences());
    compareSums(outputs, differences);
    return new TruthComparison(
        compared,
        usage.hours(),
        usage.days(),
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

  static void differ(
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
    Map<String, List<Alert>> alerts =
        outputs.alerts().values().stream().collect(Collectors.groupingBy(Alert::getSubjectId));
    return truth.expectations().stream()
        .flatMap(
            expectation ->
                expectation.expectedRules().stream()
                    .map(rule -> Explained.by(expectation, rule))
                    .filter(
                        explained ->
                            alerts.getOrDefault(expectation.deviceId(), List.of()).stream()
                                .noneMatch(explained::fits)))
        .map(Explained::toString)
        .toList();
  }

  private static List<String> extra(GroundTruth truth, Outputs outputs) {
    Map<String, List<SessionTruth>> sessions =
        truth.sessions().stream().collect(Collectors.groupingBy(SessionTruth::deviceId));
    Map<String, Set<Explained>> explained = new HashMap<>();
    for (Expectation expectation : truth.expectations()) {
      Stream.of(expectation.expectedRules(), expectation.possibleRules())
          .flatMap(Set::stream)
          .map(rule -> Explained.by(expectation, rule))
          .forEach(
              one -> explained.computeIfAbsent(one.deviceId(), id -> new HashSet<>()).add(one));
    }
    List<String> extra = new ArrayList<>();
    for (Alert alert : outputs.alerts().values()) {
      boolean ofFleet =
          sessions.getOrDefault(alert.getSubjectId(), List.of()).stream()
              .anyMatch(session -> concerns(alert, session));
      // The fleet does not know when the pipeline could not hear it.
      boolean ofLink = LINK_RULES.contains(alert.getRule());
      if (ofFleet && !ofLink && !take(alert, explained)) {
        extra.add(Explained.of(alert).toString());
      }
    }
    return extra;
  }

  /** Of a fault's rule there may be one alert: a second one would be chatter. */
  private static boolean take(Alert alert, Map<String, Set<Explained>> explained) {
    Set<Explained> ofDevice = explained.getOrDefault(alert.getSubjectId(), Set.of());
    Optional<Explained> found = ofDevice.stream().filter(one -> one.fits(alert)).findFirst();
    found.ifPresent(ofDevice::remove);
    return found.isPresent();
  }

  /** Data that is kept may hold alerts of a fleet before this one. */
  private static boolean concerns(Alert alert, SessionTruth session) {
    return alert.getSessionId() == null
        ? !alert.getTriggeredAt().isBefore(session.startedAt())
        : alert.getSessionId().equals(session.sessionId());
  }

  /** An alert of a rule that is right, in a session or, where the rule is not about one, beside. */
  private record Explained(String deviceId, String sessionId, String rule) {

    static Explained by(Expectation expectation, String rule) {
      return new Explained(expectation.deviceId(), expectation.sessionId().orElse(null), rule);
    }

    static Explained of(Alert alert) {
      return new Explained(alert.getSubjectId(), alert.getSessionId(), alert.getRule());
    }

    /** Whether an alert of the same device is this one. */
    boolean fits(Alert alert) {
      return alert.getRule().equals(rule)
          && (alert.getSessionId() == null || alert.getSessionId().equals(sessionId));
    }

    @Override
    public String toString() {
      return sessionId == null
          ? "%s of %s".formatted(rule, deviceId)
          : "%s of %s/%s".formatted(rule, deviceId, sessionId);
    }
  }

  boolean passed() {
    return alertsMissing.isEmpty() && alertsExtra.isEmpty() && differences.isEmpty();
  }
}
