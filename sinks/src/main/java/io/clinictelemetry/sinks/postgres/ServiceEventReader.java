package io.clinictelemetry.sinks.postgres;

import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.domain.intake.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads service events, which other systems write: unlike what this pipeline writes itself, they
 * may say what cannot be.
 */
final class ServiceEventReader implements RecordReader<ServiceEvent> {

  private final RecordReader<ServiceEvent> decoder;

  ServiceEventReader(RecordReader<ServiceEvent> decoder) {
    this.decoder = decoder;
  }

  @Override
  public Optional<ServiceEvent> read(ConsumerRecord<byte[], byte[]> record) {
    Optional<ServiceEvent> event = decoder.read(record);
    String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    event
        .flatMap(told -> check(told, key, record.timestamp()))
        .ifPresent(ServiceEventReader::refuse);
    return event;
  }

  private static Optional<Rejection> check(ServiceEvent told, String key, long arrivedAtMs) {
    return new io.clinictelemetry.domain.maintenance.ServiceEvent(
            told.getEventId(),
            told.getDeviceId(),
            told.getKind() != ServiceKind.UNKNOWN,
            told.getStartedAt() == null
                ? OptionalLong.empty()
                : OptionalLong.of(told.getStartedAt().toEpochMilli()),
            told.getDoneAt().toEpochMilli(),
            told.getWithdrawn(),
            told.getRevision())
        .check(key, arrivedAtMs);
  }

  private static void refuse(Rejection rejection) {
    throw new UnstorableRecordException(rejection.reason().code(), rejection.detail(), null);
  }
}
