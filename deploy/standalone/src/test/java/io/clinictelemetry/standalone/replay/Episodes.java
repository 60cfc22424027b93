package io.clinictelemetry.standalone.replay;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.domain.rules.LinkRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The identity of alerts: what must not depend on when and how the readings arrived. Whether one
 * was escalated does: that is counted from its detection.
 */
final class Episodes {

  /** Silence is a matter of arrival. */
  private static final Set<String> OF_LINKS =
      LinkRule.ALL.stream().map(LinkRule::name).collect(Collectors.toSet());

  private final Map<String, Alert> latest = new TreeMap<>();

  /** Takes the next state of an alert. */
  void add(Alert alert) {
    if (!OF_LINKS.contains(alert.getRule())) {
      latest.put(alert.getAlertId(), alert);
    }
  }

  /** All of each but when it was detected, by id. */
  List<String> detectedWhenever() {
    return lines(alert -> alert.setDetectedAt(Instant.EPOCH));
  }

  /** All of each but when it was detected, and whether that was late; by id. */
  List<String> arrivedWhenever() {
    return lines(alert -> alert.setDetectedAt(Instant.EPOCH).setLate(false));
  }

  private List<String> lines(UnaryOperator<Alert.Builder> change) {
    return latest.values().stream()
        .map(alert -> change.apply(unescalated(alert)).build().toString())
        .toList();
  }

  private static Alert.Builder unescalated(Alert alert) {
    return Alert.newBuilder(alert)
        .setRevision(alert.getRevision() - alert.getEscalations())
        .setEscalations(0);
  }

  /** How many rules they are of. */
  long rules() {
    return latest.values().stream().map(Alert::getRule).distinct().count();
  }
}
