package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.domain.communication.Agenda;
import io.clinictelemetry.domain.communication.ClinicStage;
import io.clinictelemetry.domain.communication.StageClock;
import io.clinictelemetry.streams.shared.CommandDecoder;
import io.clinictelemetry.streams.shared.Schedule;
import io.clinictelemetry.streams.shared.TelemetryTopology;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Hands what the telemetry partitions tell to the clinic stage and to the accounts of the clinics,
 * and publishes the stage's alerts.
 */
final class ClinicProcessor extends ContextualProcessor<String, byte[], Object, Object> {

  static final String NAME = "safety-clinic-processor";
  static final AlertPublisher.Sinks SINKS =
      new AlertPublisher.Sinks(
          "clinic-alert-events", "clinic-alerts", "safety-clinic-chains", "links/");

  static final String CLINICS_STORE = "safety-clinics";
  static final String AGENDA_STORE = "safety-clinic-agenda";
  static final String CLOCKS_STORE = "safety-clinic-clocks";
  static final String ACTIVE_STORE = "safety-clinic-active";
  static final String DUE_STORE = "safety-clinic-active-due";

  static final String LOAD_STORE = "safety-clinic-load";
  static final String LOAD_DUE_STORE = "safety-clinic-load-due";

  /** The sink of alert load. */
  static final String LOAD_SINK = "clinic-alert-load";

  private final int partitions;
  private final PolicySource policies;
  private final CommandDecoder commands;
  private final Function<AlertEvent, byte[]> eventBytes;
  private final AlertMetrics metrics;
  private final LoadMetrics loadMetrics;
  private KeyValueStore<Bytes, byte[]> clocks;
  private AlertDesk desk;
  private ClinicStage stage;
  private ClinicLoads loads;

  /**
   * @param partitions number of partitions of the telemetry topic
   */
  ClinicProcessor(
      int partitions,
      PolicySource policies,
      CommandDecoder commands,
      Function<AlertEvent, byte[]> eventBytes,
      AlertMetrics metrics,
      LoadMetrics loadMetrics) {
    this.partitions = partitions;
    this.policies = policies;
    this.commands = commands;
    this.eventBytes = eventBytes;
    this.metrics = metrics;
    this.loadMetrics = loadMetrics;
  }

  static Set<StoreBuilder<?>> stores() {
    // In the same order in every run.
    return new LinkedHashSet<>(
        List.of(
            store(CLINICS_STORE),
            store(AGENDA_STORE),
            store(CLOCKS_STORE),
            store(ACTIVE_STORE),
            store(DUE_STORE),
            store(LOAD_STORE),
            store(LOAD_DUE_STORE),
            store(SINKS.chains())));
  }

  private static StoreBuilder<?> store(String name) {
    return TelemetryTopology.persistent(name, Serdes.Bytes(), Serdes.ByteArray());
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    loads =
        new ClinicLoads(
            new LoadMemory(context.getStateStore(LOAD_STORE)),
            new Schedule(context.getStateStore(LOAD_DUE_STORE)),
            (load, atMs) ->
                context.forward(
                    new Record<>(
                        RecordKeys.alertLoad(load.getClinicId(), load.getHourStart()), load, atMs),
                    LOAD_SINK),
            loadMetrics);
    desk =
        new AlertDesk(
            context.getStateStore(ACTIVE_STORE),
            context.getStateStore(DUE_STORE),
            PolicySource.responsePlan(policies.in(context)),
            new AlertPublisher(context, SINKS, eventBytes, loads::changed, metrics));
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
    if (message instanceof LinkMessages.Clock told) {
      clocks.put(
          Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(told.partition()).array()),
          ByteBuffer.allocate(Long.BYTES).putLong(told.beforeMs()).array());
      stage.told(told.partition(), told.beforeMs()).forEach(desk::changed);
      desk.fireDue(stage.doneBeforeMs());
      loads.fireDue(stage.doneBeforeMs());
    } else if (message instanceof LinkMessages.Load load) {
      loads.changed(load.change());
    } else if (message instanceof LinkMessages.Asked asked) {
      desk.command(commands.decodeChecked(asked.command().get()), asked.askedAtMs());
    } else {
      stage.changed(((LinkMessages.Changed) message).change());
    }
  }
}
