package io.clinictelemetry.streams.testing;

import static io.clinictelemetry.streams.testing.Times.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.AlertTransition;
import io.clinictelemetry.domain.episodes.AlertId;
import io.clinictelemetry.domain.rules.LinkRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.test.TestRecord;

/** What the safety application published, as lines that people compare. */
public final class SafetyOutput {

  private SafetyOutput() {}

  /**
   * All transitions since last asked but those of links, whose silence is no matter of readings;
   * for instance {@code +2000 d1 OPENED suction-hard-high #1 from +1000 triggered +1300 detected
   * +2000 to - measured 70.0 peak 70.0 limit 55.0}, and {@code late} at the end of those that are.
   * Both topics must tell the same, under their keys.
   */
  public static List<String> transitions(Pipeline pipeline) {
    return detections(pipeline, alert -> !isOfLink(alert));
  }

  /** All transitions of links and clinics since last asked, as {@link #transitions}. */
  public static List<String> linkTransitions(Pipeline pipeline) {
    return detections(pipeline, SafetyOutput::isOfLink);
  }

  /**
   * What people and deadlines did to alerts since last asked, for instance {@code +61000 d1
   * ESCALATED suction-hard-high #2}, or {@code +61000 d1 REFUSED suction-hard-high #2: why}. What
   * detection did is passed over.
   */
  public static List<String> responses(Pipeline pipeline) {
    return published(pipeline).stream()
        .filter(event -> !isDetection(event))
        .map(
            event ->
                String.format(
                    Locale.ROOT,
                    "%s %s %s %s #%d%s",
                    text(event.getAt()),
                    event.getAlert().getSubjectId(),
                    event.getTransition(),
                    event.getAlert().getRule(),
                    event.getAlert().getRevision(),
                    event.getRefusal() == null ? "" : ": " + event.getRefusal()))
        .toList();
  }

  private static boolean isDetection(AlertEvent event) {
    return switch (event.getTransition()) {
      case OPENED, CLEARED, WIDENED -> true;
      default -> false;
    };
  }

  private static boolean isOfLink(Alert alert) {
    return LinkRule.ALL.stream().anyMatch(rule -> rule.name().equals(alert.getRule()));
  }

  private static List<String> detections(Pipeline pipeline, Predicate<Alert> wanted) {
    return published(pipeline).stream()
        .filter(event -> isDetection(event) && wanted.test(event.getAlert()))
        .map(SafetyOutput::line)
        .toList();
  }

  private static List<AlertEvent> published(Pipeline pipeline) {
    List<TestRecord<String, AlertEvent>> events = pipeline.alertEvents();
    List<TestRecord<String, AlertEvent>> changes =
        events.stream()
            .filter(event -> event.value().getTransition() != AlertTransition.REFUSED)
            .toList();
    List<TestRecord<String, Alert>> alerts = pipeline.alerts();
    assertThat(alerts)
        .extracting(TestRecord::value)
        .as("latest states")
        .isEqualTo(changes.stream().map(event -> event.value().getAlert()).toList());
    for (int i = 0; i < changes.size(); i++) {
      check(changes.get(i), alerts.get(i));
    }
    return events.stream().map(TestRecord::value).toList();
  }

  private static void check(TestRecord<String, AlertEvent> event, TestRecord<String, Alert> state) {
    Alert alert = state.value();
    assertThat(event.key()).isEqualTo(alert.getSubjectId());
    assertThat(event.timestamp()).isEqualTo(event.value().getAt().toEpochMilli());
    assertThat(event.value().getAlertId()).isEqualTo(alert.getAlertId());
    assertThat(state.key()).isEqualTo(alert.getAlertId());
    assertThat(state.timestamp()).isEqualTo(event.timestamp());
    switch (event.value().getTransition()) {
      case OPENED -> {
        assertThat(alert.getState()).isEqualTo(AlertState.OPEN);
        assertThat(alert.getAlertId())
            .isEqualTo(
                AlertId.of(
                    alert.getSubjectId(),
                    alert.getRule(),
                    Optional.ofNullable(alert.getSessionId()),
                    alert.getStartedAt().toEpochMilli()));
      }
      case CLEARED -> assertThat(alert.getState()).isEqualTo(AlertState.CLEARED);
      case WIDENED ->
          assertThat(alert.getState() == AlertState.OPEN).isEqualTo(alert.getEndedAt() == null);
      case ACKNOWLEDGED -> assertThat(alert.getAcknowledgement()).isNotNull();
      case RESET -> assertThat(alert.getReset()).isNotNull();
      case SHELVED -> assertThat(alert.getShelf()).isNotNull();
      case UNSHELVED, SHELF_ENDED -> assertThat(alert.getShelf()).isNull();
      case ESCALATED -> assertThat(alert.getEscalations()).isPositive();
      case RE_ALARMED -> assertThat(alert.getState()).isEqualTo(AlertState.OPEN);
      case UNKNOWN, REFUSED -> throw new AssertionError(event);
    }
  }

  private static String line(AlertEvent event) {
    Alert alert = event.getAlert();
    return String.format(
        Locale.ROOT,
        "%s %s %s %s #%d from %s triggered %s detected %s to %s measured %s peak %s limit %s%s",
        text(event.getAt()),
        alert.getSubjectId(),
        event.getTransition(),
        alert.getRule(),
        alert.getRevision(),
        text(alert.getStartedAt()),
        text(alert.getTriggeredAt()),
        text(alert.getDetectedAt()),
        text(alert.getEndedAt()),
        alert.getMeasured(),
        alert.getPeak(),
        alert.getLimit(),
        alert.getLate() ? " late" : "");
  }

  /**
   * The identity of each transition since last asked: what must not depend on when readings
   * arrived.
   */
  public static List<String> episodes(Pipeline pipeline) {
    return pipeline.alertEvents().stream()
        .map(TestRecord::value)
        .filter(event -> event.getTransition() == AlertTransition.CLEARED)
        .map(AlertEvent::getAlert)
        .filter(alert -> !isOfLink(alert))
        .map(
            alert ->
                String.join(
                    " ",
                    alert.getAlertId(),
                    alert.getRule(),
                    text(alert.getStartedAt()),
                    text(alert.getTriggeredAt()),
                    text(alert.getEndedAt()),
                    Double.toString(alert.getMeasured()),
                    Double.toString(alert.getPeak()),
                    Double.toString(alert.getLimit()),
                    alert.getPolicy(),
                    alert.getExplanation()))
        .sorted()
        .toList();
  }
}
