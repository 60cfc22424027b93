package io.clinictelemetry.streams.usage;

import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.ServiceKind;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.intake.Plausibility;
import io.clinictelemetry.domain.intake.Rejection;
import io.clinictelemetry.domain.maintenance.ServiceLog;
import io.clinictelemetry.streams.shared.RegistryPatience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was told of the service of all devices. The store holds each record as it was read, so that
 * keeping it asks nothing of the registry; one that cannot be used counts as none, and the sink
 * notes it.
 */
final class ServiceTable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceTable.class);

  /** Behind the device in a key; no id has it. */
  private static final char END = '\n';

  private final Deserializer<ServiceEvent> deserializer;
  private final RegistryPatience patience = new RegistryPatience();

  /** The device of each record, in the order in which they can be seen. */
  private final List<String> told = new ArrayList<>();

  /** Length of that list: asked after every record of telemetry, without a lock. */
  private volatile int toldCount;

  ServiceTable(Deserializer<ServiceEvent> deserializer) {
    this.deserializer = deserializer;
  }

  /** Keeps every record. */
  Processor<String, byte[], Void, Void> keeper() {
    return new Keeper();
  }

  /** The table as the processor of one partition reads it. */
  View view(ProcessorContext<?, ?> context) {
    return new View(context.getStateStore(UsageTopology.SERVICE_STORE));
  }

  private void tell(String deviceId) {
    synchronized (told) {
      told.add(deviceId);
      toldCount = told.size();
    }
  }

  private List<String> toldFrom(int first, int most) {
    synchronized (told) {
      return List.copyOf(told.subList(first, Math.min(told.size(), first + most)));
    }
  }

  private final class Keeper extends ContextualProcessor<String, byte[], Void, Void> {

    @Override
    public void process(Record<String, byte[]> record) {
      if (record.key() == null || !Plausibility.isId(record.key()) || record.value() == null) {
        return; // no device, or nothing told of it
      }
      RecordMetadata place = context().recordMetadata().orElseThrow();
      String key = "%s%c%05d/%020d".formatted(record.key(), END, place.partition(), place.offset());
      TimestampedKeyValueStore<String, byte[]> records =
          context().getStateStore(UsageTopology.SERVICE_STORE);
      records.put(key, ValueAndTimestamp.make(record.value(), record.timestamp()));
      tell(record.key());
    }
  }

  /** What is known now. Not safe for several threads. */
  final class View {

    private final TimestampedKeyValueStore<String, byte[]> records;
    private final Map<String, ServiceLog> logs = new HashMap<>();
    private int seen;

    private View(TimestampedKeyValueStore<String, byte[]> records) {
      this.records = records;
    }

    /**
     * Devices of which something was told since this was asked before; at first, all.
     *
     * @param most records to look at, because a transaction has its time
     */
    List<String> changed(int most) {
      if (seen == toldCount) {
        return List.of();
      }
      List<String> devices = toldFrom(seen, most);
      seen += devices.size();
      devices.forEach(logs::remove);
      return devices.stream().distinct().toList();
    }

    /**
     * What was told of a device, up to the last {@link #changed} at least.
     *
     * @throws org.apache.kafka.streams.errors.TaskMigratedException when the registry does not
     *     answer in time
     */
    ServiceLog of(String deviceId) {
      ServiceLog known = logs.get(deviceId);
      if (known == null) {
        known = read(deviceId);
        if (!known.everTold().isEmpty()) { // devices can have any number of names
          logs.put(deviceId, known);
        }
      }
      return known;
    }

    private ServiceLog read(String deviceId) {
      ServiceLog log = new ServiceLog();
      try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> entries =
          records.range(deviceId + END, deviceId + (char) (END + 1))) {
        entries.forEachRemaining(
            entry -> add(log, deviceId, entry.value.value(), entry.value.timestamp()));
      }
      return log;
    }

    private void add(ServiceLog log, String deviceId, byte[] bytes, long toldAtMs) {
      ServiceEvent event;
      try {
        event =
            patience.whileAway(
                () -> deserializer.deserialize(TopicCatalogue.SERVICE_EVENTS.name(), bytes));
      } catch (UnreadableRecordException e) {
        passOver(deviceId, e.getMessage());
        return;
      }
      var read =
          new io.clinictelemetry.domain.maintenance.ServiceEvent(
              event.getEventId(),
              event.getDeviceId(),
              event.getKind() != ServiceKind.UNKNOWN,
              event.getStartedAt() == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(event.getStartedAt().toEpochMilli()),
              event.getDoneAt().toEpochMilli(),
              event.getWithdrawn(),
              event.getRevision());
      read.check(deviceId, toldAtMs)
          .map(Rejection::detail)
          .ifPresentOrElse(why -> passOver(deviceId, why), () -> log.add(read));
    }

    private void passOver(String deviceId, String why) {
      LOG.warn("a service event is passed over: {} device={}", why, deviceId);
    }
  }
}
