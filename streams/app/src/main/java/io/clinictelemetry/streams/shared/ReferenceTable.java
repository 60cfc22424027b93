package io.clinictelemetry.streams.shared;

import io.clinictelemetry.contracts.serde.RegistryException;
import io.clinictelemetry.contracts.serde.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest record of each key of a topic of reference data.
 *
 * <p>The store holds the bytes as they were read, so that keeping them asks nothing of the registry
 * and registers nothing there. A record that cannot be read, or that fails the check, is logged and
 * leaves what was there before: reference data of one subject never stops the processing of all.
 * While the registry is away, records are kept unseen; one that turns out unreadable counts as
 * none.
 *
 * @param <V> the record
 */
public final class ReferenceTable<V> {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceTable.class);

  private final String store;
  private final String topic;
  private final Deserializer<V> deserializer;
  private final Check<V> check;
  private final Runnable passedOver;
  private final AtomicLong changes = new AtomicLong();
  private final RegistryPatience patience = new RegistryPatience();

  /** Looks at a record that can be read. */
  @FunctionalInterface
  public interface Check<V> {
    /**
     * Does nothing when the record is as it must be.
     *
     * @throws IllegalArgumentException when not; the message says why
     */
    void check(String key, V value);
  }

  /**
   * @param store name of the store
   * @param topic name of the topic that fills it
   */
  public ReferenceTable(String store, String topic, Deserializer<V> deserializer) {
    this(store, topic, deserializer, (key, value) -> {}, () -> {});
  }

  /**
   * @param store name of the store
   * @param topic name of the topic that fills it
   * @param check what a record must pass to be kept
   * @param passedOver called for each record that is not kept
   */
  public ReferenceTable(
      String store,
      String topic,
      Deserializer<V> deserializer,
      Check<V> check,
      Runnable passedOver) {
    this.store = store;
    this.topic = topic;
    this.deserializer = deserializer;
    this.check = check;
    this.passedOver = passedOver;
  }

  /** Name of the store. */
  public String store() {
    return store;
  }

  /** Name of the topic. */
  public String topic() {
    return topic;
  }

  /** Serde of the store's values. */
  public Serde<byte[]> values() {
    return Serdes.ByteArray();
  }

  /** Grows whenever a record was kept or removed, after it can be seen. */
  public long changes() {
    return changes.get();
  }

  /** Keeps the latest record of each key; a null value removes it. */
  public Processor<String, byte[], Void, Void> keeper() {
    return new Keeper<>();
  }

  /** As {@link #keeper}, and forwards the key of each record that it kept, without a value. */
  public Processor<String, byte[], byte[], byte[]> announcingKeeper() {
    return new AnnouncingKeeper();
  }

  /** The table as a processor reads it that is connected to the store. */
  public View view(ProcessorContext<?, ?> context) {
    return new View(context.getStateStore(store));
  }

  private Optional<V> read(String key, byte[] bytes) {
    try {
      V value = patience.whileAway(() -> deserializer.deserialize(topic, bytes));
      check.check(key, value);
      return Optional.of(value);
    } catch (UnreadableRecordException | IllegalArgumentException e) {
      // It was kept unseen while the registry was away.
      LOG.warn("a record of reference data cannot be read: {} topic={}", e.getMessage(), topic);
      return Optional.empty();
    }
  }

  /** What is known now. */
  public final class View {

    private final KeyValueStore<String, byte[]> records;

    private View(KeyValueStore<String, byte[]> records) {
      this.records = records;
    }

    /**
     * The latest record of the key; empty when there is none that can be read.
     *
     * @throws org.apache.kafka.streams.errors.TaskMigratedException when the registry does not
     *     answer in time, see {@link RegistryPatience}
     */
    public Optional<V> find(String key) {
      return Optional.ofNullable(records.get(key)).flatMap(bytes -> read(key, bytes));
    }

    /**
     * The latest record of every key, without those that cannot be used.
     *
     * @throws org.apache.kafka.streams.errors.TaskMigratedException as {@link #find}
     */
    public List<V> all() {
      List<V> all = new ArrayList<>();
      try (KeyValueIterator<String, byte[]> entries = records.all()) {
        entries.forEachRemaining(entry -> read(entry.key, entry.value).ifPresent(all::add));
      }
      return all;
    }
  }

  private class Keeper<K, W> extends ContextualProcessor<String, byte[], K, W> {

    @Override
    public void process(Record<String, byte[]> record) {
      if (record.key() == null) {
        skip("it has no key");
        return;
      }
      try {
        if (record.value() != null) {
          check.check(record.key(), deserializer.deserialize(topic, record.value()));
        }
      } catch (UnreadableRecordException | IllegalArgumentException e) {
        skip(e.getMessage());
        return;
      } catch (RegistryException e) {
        // Kept unseen: whoever needs it waits for the registry. This may run on the global thread,
        // which cannot be replaced: its end would be that of the application.
        LOG.warn("reference data is kept unseen: {} topic={}", e.getMessage(), topic);
      }
      KeyValueStore<String, byte[]> records = context().getStateStore(store);
      records.put(record.key(), record.value());
      changes.incrementAndGet();
      kept(record);
    }

    /** The record is in the table. */
    void kept(Record<String, byte[]> record) {}

    private void skip(String why) {
      passedOver.run();
      LOG.warn(
          "a record of reference data is passed over: {} topic={} partition={} offset={}",
          why,
          topic,
          context().recordMetadata().map(RecordMetadata::partition).orElse(-1),
          context().recordMetadata().map(RecordMetadata::offset).orElse(-1L));
    }
  }

  private final class AnnouncingKeeper extends Keeper<byte[], byte[]> {

    @Override
    void kept(Record<String, byte[]> record) {
      context()
          .forward(
              new Record<>(
                  record.key().getBytes(StandardCharsets.UTF_8), null, record.timestamp()));
    }
  }
}
