package io.clinictelemetry.contracts.topics;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.contracts.topics.TopicSpec.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every topic of the pipeline, declared once. */
public final class TopicCatalogue {

  /** What devices send, and the ticks of the log clock. */
  public static final TopicSpec TELEMETRY =
      new TopicSpec(
          "clinic.telemetry",
          "device_id",
          Optional.of(DeviceEvent.class),
          "device_id",
          Kept.DELETE,
          Optional.of(Duration.ofDays(7)),
          true);

  /** The inventory of devices. */
  public static final TopicSpec DEVICES =
      compacted("clinic.devices", "device_id", Device.class, "device_id");

  /** The clinics, their clocks, opening hours and prices. */
  public static final TopicSpec CLINICS =
      compacted("clinic.clinics", "clinic_id", Clinic.class, "clinic_id");

  /** The limits that readings are judged by, as policies set them. */
  public static final TopicSpec LIMIT_POLICIES =
      compacted("clinic.limit-policies", "scope#version", LimitPolicy.class, "scope");

  /** What was done to devices: parts changed, calibrated, serviced. */
  public static final TopicSpec SERVICE_EVENTS =
      new TopicSpec(
          "clinic.service-events",
          "device_id",
          Optional.of(ServiceEvent.class),
          "device_id",
          Kept.DELETE,
          Optional.of(Duration.ofDays(730)),
          true);

  /** What people ask to be done with alerts. */
  public static final TopicSpec ALERT_COMMANDS =
      new TopicSpec(
          "clinic.alert-commands",
          "subject_id",
          Optional.of(AlertCommand.class),
          "subject_id",
          Kept.DELETE,
          Optional.of(Duration.ofDays(90)),
          true);

  /** Every transition of every alert. */
  public static final TopicSpec ALERT_EVENTS =
      new TopicSpec(
          "clinic.alert-events",
          "subject_id",
          Optional.of(AlertEvent.class),
          "subject_id",
          Kept.DELETE,
          Optional.of(Duration.ofDays(365)),
          false);

  /** The latest state of every alert. */
  public static final TopicSpec ALERTS =
      state("clinic.alerts", "alert_id", Alert.class, "subject_id", Duration.ofDays(365));

  /** What each session did. */
  public static final TopicSpec SESSIONS =
      state(
          "clinic.sessions",
          "device_id/session_id",
          SessionSummary.class,
          "device_id",
          Duration.ofDays(365));

  /** What each device did in each hour of its clinic's clock. */
  public static final TopicSpec USAGE_HOURLY =
      state(
          "clinic.usage-hourly",
          "device_id/window_start",
          DeviceUsage.class,
          "device_id",
          Duration.ofDays(730));

  /** What each device did in each day of its clinic's clock. */
  public static final TopicSpec USAGE_DAILY =
      state(
          "clinic.usage-daily",
          "device_id/window_start",
          DeviceUsage.class,
          "device_id",
          Duration.ofDays(730));

  /** Accounts that a rebuild made for the usage application to take over, and its answers. */
  public static final TopicSpec USAGE_CORRECTIONS =
      state(
          "clinic.usage-corrections",
          "device_id/first_day_start",
          UsageCorrection.class,
          "the key",
          Duration.ofDays(30));

  /** Readings condensed for charts. */
  public static final TopicSpec READING_ROLLUPS =
      new TopicSpec(
          "clinic.reading-rollups",
          "device_id",
          Optional.of(ReadingRollup.class),
          "device_id",
          Kept.DELETE,
          Optional.of(Duration.ofDays(30)),
          false);

  /** How much the alerts of each clinic asked of people in each hour. */
  public static final TopicSpec ALERT_LOAD =
      state(
          "clinic.alert-load",
          "clinic_id/hour_start",
          AlertLoad.class,
          "clinic_id",
          Duration.ofDays(365));

  /** Where every telemetry record ended. */
  public static final TopicSpec LEDGER =
      compacted("clinic.ledger", "application/partition", LedgerEntry.class, "the key");

  /** What could not be used, byte for byte, with headers that say why and where from. */
  public static final TopicSpec QUARANTINE =
      new TopicSpec(
          "clinic.quarantine",
          "as found",
          Optional.empty(),
          "the key",
          Kept.DELETE,
          Optional.of(Duration.ofDays(30)),
          false);

  /** All of them, in data-flow order. */
  public static final List<TopicSpec> ALL =
      List.of(
          TELEMETRY,
          DEVICES,
          CLINICS,
          SERVICE_EVENTS,
          LIMIT_POLICIES,
          ALERT_COMMANDS,
          ALERT_EVENTS,
          ALERTS,
          SESSIONS,
          USAGE_HOURLY,
          USAGE_DAILY,
          USAGE_CORRECTIONS,
          READING_ROLLUPS,
          ALERT_LOAD,
          LEDGER,
          QUARANTINE);

  private TopicCatalogue() {}

  private static TopicSpec compacted(String name, String key, Class<?> value, String by) {
    return new TopicSpec(name, key, Optional.of(value), by, Kept.COMPACT, Optional.empty(), false);
  }

  private static TopicSpec state(
      String name, String key, Class<?> value, String by, Duration retention) {
    return new TopicSpec(
        name, key, Optional.of(value), by, Kept.COMPACT_AND_DELETE, Optional.of(retention), false);
  }
}
