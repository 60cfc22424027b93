package io.clinictelemetry.standalone.usage;

import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.UsageRowKind;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** The kinds of rows that are recomputed. */
enum RowKind {
  SESSIONS,
  HOURS,
  DAYS;

  /** Where live rows are. */
  TopicSpec topic() {
    return switch (this) {
      case SESSIONS -> TopicCatalogue.SESSIONS;
      case HOURS -> TopicCatalogue.USAGE_HOURLY;
      case DAYS -> TopicCatalogue.USAGE_DAILY;
    };
  }

  /** What a row is. */
  Class<? extends SpecificRecord> type() {
    return this == SESSIONS ? SessionSummary.class : DeviceUsage.class;
  }

  /** As a correction names it. */
  UsageRowKind inCorrections() {
    return switch (this) {
      case SESSIONS -> UsageRowKind.SESSION;
      case HOURS -> UsageRowKind.HOUR;
      case DAYS -> UsageRowKind.DAY;
    };
  }

  /** As people call them. */
  String word() {
    return switch (this) {
      case SESSIONS -> "sessions";
      case HOURS -> "hours";
      case DAYS -> "days";
    };
  }

  /** The device of a row. */
  static String deviceId(SpecificRecord row) {
    return row instanceof SessionSummary session
        ? session.getDeviceId()
        : ((DeviceUsage) row).getDeviceId();
  }

  /** When what a row tells of began, ms since 1970 UTC. */
  static long beganMs(SpecificRecord row) {
    return (row instanceof SessionSummary session
            ? session.getStartedAt()
            : ((DeviceUsage) row).getWindowStart())
        .toEpochMilli();
  }

  /** When it was over, ms since 1970 UTC; of a session as far as is known. */
  static long overMs(SpecificRecord row) {
    if (row instanceof SessionSummary session) {
      long lastedUntilMs = session.getStartedAt().toEpochMilli() + session.getSessionMs();
      Instant ended = session.getEndedAt();
      return ended == null ? lastedUntilMs : Math.max(lastedUntilMs, ended.toEpochMilli());
    }
    return ((DeviceUsage) row).getWindowEnd().toEpochMilli();
  }

  /** How often the row was published. */
  static int revision(SpecificRecord row) {
    return row instanceof SessionSummary session
        ? session.getRevision()
        : ((DeviceUsage) row).getRevision();
  }
}
