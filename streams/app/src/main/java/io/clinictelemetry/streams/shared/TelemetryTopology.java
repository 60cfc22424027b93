package io.clinictelemetry.streams.shared;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The part of a topology that both applications have: telemetry in, the processor with its stores,
 * the ledger and the quarantine out. Every name is fixed, for a restart finds its state by name.
 *
 * @param <A> what the application remembers of one device
 */
public final class TelemetryTopology<A> {

  static final String LEDGER_SINK = "ledger";
  static final String QUARANTINE_SINK = "quarantine";

  private static final String SOURCE = "telemetry";

  private final String application;
  private final String outputPrefix;
  private final boolean writesIntakeQuarantine;
  private final RegistryPatience registryPatience;
  private final StreamsBuilder builder = new StreamsBuilder();
  private Topology topology;

  /**
   * @param application short name, the beginning of all names here: safety or usage
   * @param outputPrefix put before the name of every output topic; empty in live operation
   * @param writesIntakeQuarantine whether this application writes what nobody can use; one must,
   *     and only one. What only its own logic refuses it writes in any case
   */
  public TelemetryTopology(
      String application, String outputPrefix, boolean writesIntakeQuarantine) {
    this(application, outputPrefix, writesIntakeQuarantine, new RegistryPatience());
  }

  /** With patience of one's own. */
  TelemetryTopology(
      String application,
      String outputPrefix,
      boolean writesIntakeQuarantine,
      RegistryPatience registryPatience) {
    this.registryPatience = registryPatience;
    this.application = application;
    this.outputPrefix = outputPrefix;
    this.writesIntakeQuarantine = writesIntakeQuarantine;
  }

  /** What else a processor of telemetry reads, and what becomes of its results. */
  public interface Neighbours {

    /**
     * Sources of reference data, merged with telemetry; what they bring is announced to {@link
     * DeviceLogic#onInventory} by its key.
     */
    KStream<byte[], byte[]> before(StreamsBuilder builder, KStream<byte[], byte[]> telemetry);

    /** What is forwarded without naming a sink of this class, or to a node of this method. */
    void after(KStream<Object, Object> results);
  }

  private static final class Alone implements Neighbours {
    @Override
    public KStream<byte[], byte[]> before(
        StreamsBuilder builder, KStream<byte[], byte[]> telemetry) {
      return telemetry;
    }

    @Override
    public void after(KStream<Object, Object> results) {}
  }

  /**
   * As {@link #process(AvroSerdes, int, MeterRegistry, Supplier, List, Neighbours)}, with telemetry
   * alone.
   */
  public TelemetryTopology<A> process(
      AvroSerdes serdes,
      int partitions,
      MeterRegistry metrics,
      Supplier<? extends DeviceLogic<A>> logic,
      List<StoreBuilder<?>> stores) {
    return process(serdes, partitions, metrics, logic, stores, new Alone());
  }

  /**
   * Adds the telemetry source and the processor that drives the logic.
   *
   * @param partitions number of partitions of the telemetry topic
   * @param logic makes one logic for each task
   * @param stores stores that the logic uses
   * @param neighbours what is before and after the processor
   * @return this
   */
  public TelemetryTopology<A> process(
      AvroSerdes serdes,
      int partitions,
      MeterRegistry metrics,
      Supplier<? extends DeviceLogic<A>> logic,
      List<StoreBuilder<?>> stores,
      Neighbours neighbours) {
    ProcessorSupplier<byte[], byte[], Object, Object> supplier =
        processor(serdes, partitions, metrics, logic);
    stores.forEach(builder::addStateStore);
    KStream<byte[], byte[]> telemetry =
        builder.stream(
            telemetryTopic(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(SOURCE));
    neighbours.after(
        neighbours
            .before(builder, telemetry)
            .process(
                supplier,
                Named.as(processor()),
                stores.stream().map(StoreBuilder::name).toArray(String[]::new)));
    topology = builder.build();
    sink(LEDGER_SINK, TopicCatalogue.LEDGER, serdes.serializer(LedgerEntry.class));
    topology.addSink(
        QUARANTINE_SINK,
        outputPrefix + TopicCatalogue.QUARANTINE.name(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        processor());
    return this;
  }

  /**
   * The processor that drives the logic, and the stores of its own.
   *
   * @param partitions number of partitions of the telemetry topic
   * @param logic makes one logic for each task
   */
  public ProcessorSupplier<byte[], byte[], Object, Object> processor(
      AvroSerdes serdes,
      int partitions,
      MeterRegistry metrics,
      Supplier<? extends DeviceLogic<A>> logic) {
    IntakeMetrics intakeMetrics = new IntakeMetrics(metrics, application);
    Deserializer<DeviceEvent> events = serdes.deserializer(DeviceEvent.class);
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], Object, Object> get() {
        return new TelemetryProcessor<>(
            TelemetryTopology.this,
            new EventDecoder(events, partitions),
            logic.get(),
            intakeMetrics);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        // In the same order in every run.
        return new LinkedHashSet<>(
            List.of(
                persistent(devicesStore(), Serdes.Bytes(), Serdes.ByteArray()),
                inMemory(waitingStore()),
                inMemory(timersStore()),
                inMemory(accountsStore()).withCachingEnabled()));
      }
    };
  }

  /** Adds a sink with text keys, partitioned by the key. */
  public <V> TelemetryTopology<A> sink(String name, TopicSpec topic, Serializer<V> values) {
    return sink(name, topic, values, processor());
  }

  /** As {@link #sink(String, TopicSpec, Serializer)}, behind another processor. */
  public <V> TelemetryTopology<A> sink(
      String name, TopicSpec topic, Serializer<V> values, String parent) {
    topology.addSink(name, outputPrefix + topic.name(), new StringSerializer(), values, parent);
    return this;
  }

  /** Adds a sink with text keys, partitioned by something in the value. */
  public <V> TelemetryTopology<A> sink(
      String name, TopicSpec topic, Serializer<V> values, Function<V, String> partitionKey) {
    return sink(name, topic, values, partitionKey, processor());
  }

  /** As {@link #sink(String, TopicSpec, Serializer, Function)}, behind another processor. */
  public <V> TelemetryTopology<A> sink(
      String name,
      TopicSpec topic,
      Serializer<V> values,
      Function<V, String> partitionKey,
      String parent) {
    topology.addSink(
        name,
        outputPrefix + topic.name(),
        new StringSerializer(),
        values,
        (topicName, key, value, partitions) ->
            Optional.of(Set.of(RecordKeys.partition(partitionKey.apply(value), partitions))),
        parent);
    return this;
  }

  /** The topology so far, to be completed and run. */
  public Topology topology() {
    return topology;
  }

  /** Name of the node that the application's logic runs in. */
  public String processor() {
    return application + "-processor";
  }

  /** A store on disk, written to its changelog once per commit and key. */
  public static <K, V> StoreBuilder<KeyValueStore<K, V>> persistent(
      String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
        .withCachingEnabled();
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> inMemory(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
  }

  String application() {
    return application;
  }

  String telemetryTopic() {
    return TopicCatalogue.TELEMETRY.name();
  }

  boolean writesIntakeQuarantine() {
    return writesIntakeQuarantine;
  }

  RegistryPatience registryPatience() {
    return registryPatience;
  }

  String devicesStore() {
    return application + "-devices";
  }

  String accountsStore() {
    return application + "-accounts";
  }

  String waitingStore() {
    return application + "-waiting";
  }

  String timersStore() {
    return application + "-timers";
  }
}
