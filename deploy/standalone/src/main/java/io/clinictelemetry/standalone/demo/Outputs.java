package io.clinictelemetry.standalone.demo;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the pipeline published, read back from its topics.
 *
 * @param alertEvents every transition
 * @param alerts latest state by alert
 * @param sessions latest summary by device and session
 * @param hours latest row by device and hour
 * @param days latest row by device and day
 */
public record Outputs(
    List<AlertEvent> alertEvents,
    Map<String, Alert> alerts,
    Map<String, SessionSummary> sessions,
    Map<String, DeviceUsage> hours,
    Map<String, DeviceUsage> days) {

  /** Reads all that is committed now. */
  public static Outputs read(TopicReader reader) {
    List<AlertEvent> events = new ArrayList<>();
    reader.each(
        TopicCatalogue.ALERT_EVENTS, AlertEvent.class, record -> events.add(record.value()));
    return new Outputs(
        events,
        reader.latest(TopicCatalogue.ALERTS, Alert.class),
        reader.latest(TopicCatalogue.SESSIONS, SessionSummary.class),
        reader.latest(TopicCatalogue.USAGE_HOURLY, DeviceUsage.class),
        reader.latest(TopicCatalogue.USAGE_DAILY, DeviceUsage.class));
  }
}
