package io.clinictelemetry.streams.safety;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.streams.shared.CommandDecoder;
import io.clinictelemetry.streams.shared.ReferenceTable;
import io.clinictelemetry.streams.shared.TelemetryTopology;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * One partition of recorded telemetry, judged again by policies of one's choice: the processor of
 * live operation, in this process and in memory. Nothing is written anywhere.
 *
 * <p>Alerts of silence are left out: another stage tells of them, from all partitions together.
 */
public final class JudgedAgain implements AutoCloseable {

  /** Events are told to nobody. */
  private static final byte[] NO_BYTES = new byte[0];

  private static final File NO_DIRECTORY = new File("not-used");

  private final MockProcessorContext<Object, Object> context;
  private final Processor<byte[], byte[], Object, Object> telemetry;
  private final Processor<String, byte[], byte[], byte[]> inventory;
  private final Consumer<Alert> alerts;

  /**
   * @param partition of the telemetry topic
   * @param partitions of the telemetry topic
   * @param settings those of the live application that matter to alerts: {@code session.timeout}
   * @param alerts told of each state of each alert
   */
  public JudgedAgain(
      AvroSerdes serdes,
      int partition,
      int partitions,
      Settings settings,
      Policies policies,
      Consumer<Alert> alerts) {
    this.alerts = alerts;
    Duration sessionTimeout = SafetyApplication.sessionTimeout(settings);
    Properties config = new Properties();
    // There is no global thread here; Kafka Streams warns with each store while it is not said.
    config.put("processing.exception.handler.global.enabled", "true");
    context = new MockProcessorContext<>(config, new TaskId(0, partition), NO_DIRECTORY);
    MeterRegistry metrics = new SimpleMeterRegistry();
    ReferenceTable<Device> devices =
        new ReferenceTable<>(
            SafetyTopology.INVENTORY_STORE,
            TopicCatalogue.DEVICES.name(),
            serdes.deserializer(Device.class));
    ProcessorSupplier<byte[], byte[], Object, Object> supplier =
        new TelemetryTopology<SafetyState>("safety", "", true)
            .processor(
                serdes,
                partitions,
                metrics,
                () ->
                    new SafetyLogic(
                        sessionTimeout,
                        devices,
                        ignored -> () -> policies,
                        new CommandDecoder(serdes.deserializer(AlertCommand.class), partitions),
                        event -> NO_BYTES,
                        new AlertMetrics(metrics),
                        new LinkMetrics(metrics)));
    supplier.stores().stream().map(StoreBuilder::name).forEach(name -> add(name, Serdes.Bytes()));
    add(SafetyTopology.ACTIVE_STORE, Serdes.Bytes());
    add(SafetyTopology.DUE_STORE, Serdes.Bytes());
    add(SafetyTopology.SINKS.chains(), Serdes.Bytes());
    add(devices.store(), Serdes.String());
    telemetry = supplier.get();
    telemetry.init(context);
    inventory = devices.announcingKeeper();
    inventory.init(inventoryContext());
  }

  @SuppressWarnings("unchecked") // it forwards what the telemetry processor takes
  private MockProcessorContext<byte[], byte[]> inventoryContext() {
    return (MockProcessorContext<byte[], byte[]>) (MockProcessorContext<?, ?>) context;
  }

  private <K> void add(String name, Serde<K> keys) {
    StateStore store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  /** Takes a record of the inventory. */
  public void device(ConsumerRecord<byte[], byte[]> record) {
    at(record);
    inventory.process(
        new Record<>(
            new String(record.key(), StandardCharsets.UTF_8), record.value(), record.timestamp()));
    List<Record<?, ?>> announced =
        context.forwarded().stream().<Record<?, ?>>map(forward -> forward.record()).toList();
    context.resetForwards();
    announced.forEach(
        known -> telemetry.process(new Record<>((byte[]) known.key(), null, known.timestamp())));
    tell();
  }

  /** Takes the next record of the telemetry partition. */
  public void telemetry(ConsumerRecord<byte[], byte[]> record) {
    at(record);
    telemetry.process(
        new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
    tell();
  }

  private void at(ConsumerRecord<byte[], byte[]> record) {
    context.setRecordMetadata(record.topic(), record.partition(), record.offset());
    context.setCurrentSystemTimeMs(record.timestamp());
  }

  private void tell() {
    context
        .forwarded(SafetyTopology.SINKS.alerts())
        .forEach(forward -> alerts.accept((Alert) forward.record().value()));
    context.resetForwards();
  }

  @Override
  public void close() {
    telemetry.close();
    inventory.close();
  }
}
