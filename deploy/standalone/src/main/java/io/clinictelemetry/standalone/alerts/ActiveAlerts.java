package io.clinictelemetry.standalone.alerts;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.ClusterClient;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The alerts that need a person, as the cluster has them now. */
final class ActiveAlerts {

  private ActiveAlerts() {}

  /**
   * Latest first.
   *
   * @throws io.clinictelemetry.contracts.settings.SettingException when the cluster does not answer
   *     or has not the topics
   */
  static List<Alert> read(Settings settings, AvroSerdes serdes)
      throws InterruptedException, ExecutionException {
    try (Admin admin = ClusterClient.open(settings)) {
      ClusterClient.requireTopics(
          admin, settings, List.of(TopicCatalogue.ALERTS, TopicCatalogue.ALERT_COMMANDS));
    }
    return new TopicReader(settings.kafka(), serdes)
        .latest(TopicCatalogue.ALERTS, Alert.class).values().stream()
            .filter(ActiveAlerts::isActive)
            .sorted(Comparator.comparing(Alert::getDetectedAt).reversed())
            .toList();
  }

  private static boolean isActive(Alert alert) {
    return alert.getState() == AlertState.OPEN
        || (alert.getState() == AlertState.CLEARED
            && alert.getLatched()
            && !alert.getAcknowledged()
            && alert.getReset() == null);
  }

  /**
   * The one whose id begins so.
   *
   * @throws IllegalArgumentException when there is none, or more than one; the message says what to
   *     do
   */
  static Alert named(List<Alert> active, String beginning) {
    List<Alert> named =
        active.stream().filter(alert -> alert.getAlertId().startsWith(beginning)).toList();
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          named.isEmpty()
              ? "no active alert has an id that begins with %s; clinic alerts list shows them"
                  .formatted(beginning)
              : "%d active alerts have ids that begin with %s: give more of it"
                  .formatted(named.size(), beginning));
    }
    return named.get(0);
  }
}
