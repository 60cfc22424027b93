package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A table and how the records of its topic are read.
 *
 * @param <T> what a record is read as
 */
record Feed<T>(Table<T> table, RecordReader<T> reader) {

  /** One for each of {@link Tables#ALL}, in that order. */
  static List<Feed<?>> all(AvroSerdes serdes) {
    return List.of(
        avro(serdes, Tables.CLINICS, Clinic.class),
        avro(serdes, Tables.DEVICES, Device.class),
        new Feed<>(Tables.SERVICE_EVENTS, new ServiceEventReader(avro(serdes, ServiceEvent.class))),
        avro(serdes, Tables.ALERT_EVENTS, AlertEvent.class),
        new Feed<>(Tables.ALERT_CHAINS, ChainEnd::read),
        avro(serdes, Tables.LIMIT_POLICIES, LimitPolicy.class),
        new Feed<>(Tables.POLICY_CHAINS, ChainEnd::read),
        avro(serdes, Tables.ALERTS, Alert.class),
        avro(serdes, Tables.SESSIONS, SessionSummary.class),
        avro(serdes, Tables.USAGE_HOURLY, DeviceUsage.class),
        avro(serdes, Tables.USAGE_DAILY, DeviceUsage.class),
        avro(serdes, Tables.READING_ROLLUPS, ReadingRollup.class),
        avro(serdes, Tables.ALERT_LOAD, AlertLoad.class),
        avro(serdes, Tables.LEDGER, LedgerEntry.class),
        new Feed<>(Tables.QUARANTINE, QuarantineEntry::read));
  }

  private static <T extends SpecificRecord> Feed<T> avro(
      AvroSerdes serdes, Table<T> table, Class<T> type) {
    return new Feed<>(table, avro(serdes, type));
  }

  private static <T extends SpecificRecord> RecordReader<T> avro(AvroSerdes serdes, Class<T> type) {
    Deserializer<T> deserializer = serdes.deserializer(type);
    return record -> {
      try {
        return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()));
      } catch (UnreadableRecordException e) {
        String reason = e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        throw new UnstorableRecordException(reason, e.getMessage(), e);
      }
    };
  }
}
