package io.clinictelemetry.standalone.harness;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertTransition;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which alerts of two outcomes are compared, and how far.
 *
 * @param alerts those that are
 * @param responses whether what fell due because nobody saw to them is, too
 */
public record Compared(Predicate<Alert> alerts, boolean responses) {

  /** All of all. */
  public static final Compared ALL = new Compared(alert -> true, true);

  private static final Set<AlertTransition> DETECTION =
      EnumSet.of(AlertTransition.OPENED, AlertTransition.CLEARED, AlertTransition.WIDENED);

  boolean counts(AlertEvent event) {
    return alerts.test(event.getAlert())
        && (responses || DETECTION.contains(event.getTransition()));
  }

  Alert content(Alert alert) {
    return responses ? alert : Alert.newBuilder(alert).setEscalations(0).build();
  }
}
