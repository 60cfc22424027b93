package io.clinictelemetry.streams.safety;

import io.clinictelemetry.domain.communication.Agenda;
import io.clinictelemetry.domain.communication.ClinicStage;
import io.clinictelemetry.domain.communication.StageClock;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.streams.shared.TelemetryTopology;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Hands what the telemetry partitions tell to the clinic stage, and publishes its alerts. */
final class ClinicProcessor extends ContextualProcessor<String, byte[], Object, Object> {

  static final String NAME = "safety-clinic-processor";
  static final AlertPublisher.Sinks SINKS =
      new AlertPublisher.Sinks("clinic-alert-events", "clinic-alerts");

  static final String CLINICS_STORE = "safety-clinics";
  static final String AGENDA_STORE = "safety-clinic-agenda";
  static final String CLOCKS_STORE = "safety-clinic-clocks";

  private final int partitions;
  private final AlertMetrics metrics;
  private KeyValueStore<Bytes, byte[]> clocks;
  private AlertPublisher publisher;
  private ClinicStage stage;

  /**
   * @param partitions number of partitions of the telemetry topic
   */
  ClinicProcessor(int partitions, AlertMetrics metrics) {
    this.partitions = partitions;
    this.metrics = metrics;
  }

  static Set<StoreBuilder<?>> stores() {
    // In the same order in every run.
    return new LinkedHashSet<>(
        List.of(store(CLINICS_STORE), store(AGENDA_STORE), store(CLOCKS_STORE)));
  }

  private static StoreBuilder<?> store(String name) {
    return TelemetryTopology.persistent(name, Serdes.Bytes(), Serdes.ByteArray());
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    publisher = new AlertPublisher(context, SINKS, metrics);
    clocks = context.getStateStore(CLOCKS_STORE);
    StageClock clock = new StageClock(partitions);
    try (KeyValueIterator<Bytes, byte[]> told = clocks.all()) {
      told.forEachRemaining(
          row ->
              clock.told(
                  ByteBuffer.wrap(row.key.get()).getInt(), ByteBuffer.wrap(row.value).getLong()));
    }
    ClinicAgenda agenda = new ClinicAgenda(context.getStateStore(AGENDA_STORE));
    ClinicMemory memory =
        new ClinicMemory(
            context.getStateStore(CLINICS_STORE),
            (clinicId, device) ->
                agenda.add(
                    new Agenda.Entry(
                        device.dueMs(), clinicId, device.deviceId(), Optional.empty())));
    stage = new ClinicStage(clock, agenda, memory);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    LinkMessages.Message message = LinkMessages.decode(record.value());
    if (message instanceof LinkMessages.Clock clock) {
      clocks.put(
          Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(clock.partition()).array()),
          ByteBuffer.allocate(Long.BYTES).putLong(clock.beforeMs()).array());
      for (AlertChange change : stage.told(clock.partition(), clock.beforeMs())) {
        publisher.publish(change);
      }
    } else {
      stage.changed(((LinkMessages.Changed) message).change());
    }
  }
}
