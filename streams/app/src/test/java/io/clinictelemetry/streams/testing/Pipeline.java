package io.clinictelemetry.streams.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertCommand;
import io.clinictelemetry.avro.AlertEvent;
import io.clinictelemetry.avro.AlertLoad;
import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceUsage;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.ReadingRollup;
import io.clinictelemetry.avro.ServiceEvent;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.Tick;
import io.clinictelemetry.avro.TimeZonePeriod;
import io.clinictelemetry.avro.UsageCorrection;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.contracts.topics.TopicSpec;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.streams.safety.SafetyTopology;
import io.clinictelemetry.streams.shared.PolicyRecords;
import io.clinictelemetry.streams.usage.UsageTopology;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * One application in a driver. Records are appended with the time at which a broker would have
 * stamped them; after each of them half a second of wall clock passes, in which only the ledger may
 * move, and the ledger is checked.
 */
public final class Pipeline implements AutoCloseable {

  /** Log clock without an event after which a session is over. */
  public static final Duration SESSION_TIMEOUT = Duration.ofMinutes(5);

  /** Log clock from a change of a row to its publication. */
  public static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(5);

  /** How long ago something may have happened to be counted. */
  public static final Duration RETENTION = Duration.ofDays(35);

  private static final Duration LEDGER_INTERVAL = Duration.ofMillis(500);

  private final String application;
  private final String scope;
  private final AvroSerdes serdes;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Path state;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> telemetry;
  private final TestOutputTopic<String, LedgerEntry> ledgerTopic;

  private LedgerEntry ledger;
  private long appended;
  private long logClockMs;

  /** Builds the topology of an application. */
  private interface Builder {
    Topology build(AvroSerdes serdes, SimpleMeterRegistry metrics);
  }

  private Pipeline(String application, String scope, Builder builder) {
    this.application = application;
    this.scope = scope;
    serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://" + scope));
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "clinic-" + application);
    try {
      state = Files.createTempDirectory("clinic-" + application);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver = new TopologyTestDriver(builder.build(serdes, metrics), config, Instant.EPOCH);
    telemetry =
        driver.createInputTopic(
            TopicCatalogue.TELEMETRY.name(), new ByteArraySerializer(), new ByteArraySerializer());
    ledgerTopic = output(TopicCatalogue.LEDGER, LedgerEntry.class);
  }

  /** The safety application on the one partition of telemetry. */
  public static Pipeline safety() {
    return safety(1);
  }

  /** The safety application on the first of so many partitions. */
  public static Pipeline safety(int partitions) {
    return new Pipeline(
        "safety",
        UUID.randomUUID().toString(),
        (serdes, metrics) ->
            SafetyTopology.build(serdes, "", partitions, SESSION_TIMEOUT, 1, metrics));
  }

  /** The usage application on the one partition of telemetry. */
  public static Pipeline usage() {
    return usage(1);
  }

  /** The usage application on the first of so many partitions. */
  public static Pipeline usage(int partitions) {
    return usage(partitions, UUID.randomUUID().toString(), RETENTION);
  }

  /**
   * The usage application with the schema registry of another pipeline: both read one log, and
   * nothing in it is too old.
   */
  public static Pipeline usageBeside(Pipeline other) {
    return usage(1, other.scope, Duration.ofDays(Integer.MAX_VALUE));
  }

  private static Pipeline usage(int partitions, String scope, Duration retention) {
    return new Pipeline(
        "usage",
        scope,
        (serdes, metrics) ->
            UsageTopology.build(
                serdes, "", partitions, SESSION_TIMEOUT, PUBLISH_INTERVAL, retention, metrics));
  }

  /** The device stands in the inventory. */
  public Pipeline register(String deviceId, DeviceClass deviceClass) {
    return register(deviceId, deviceClass, "model");
  }

  /** The device stands in the inventory. */
  public Pipeline register(String deviceId, DeviceClass deviceClass, String model) {
    reference(
        TopicCatalogue.DEVICES,
        deviceId,
        Device.newBuilder()
            .setDeviceId(deviceId)
            .setClinicId("clinic-1")
            .setModel(model)
            .setDeviceClass(deviceClass)
            .setModalities(List.of(Modality.MICRODERMABRASION))
            .setCommissionedAt(Instant.EPOCH)
            .build());
    return this;
  }

  /** The limit policy is published. */
  public Pipeline policy(Policy policy) {
    reference(TopicCatalogue.LIMIT_POLICIES, policy.id(), PolicyRecords.record(policy));
    return this;
  }

  /** The clinic's clock follows the zone. */
  public Pipeline clinic(String clinicId, String zoneId) {
    return clinic(
        clinicId,
        TimeZonePeriod.newBuilder().setEffectiveFrom(Instant.EPOCH).setZoneId(zoneId).build());
  }

  /** The clinic's clock follows these zones. */
  public Pipeline clinic(String clinicId, TimeZonePeriod... zones) {
    return clinic(
        Clinic.newBuilder()
            .setClinicId(clinicId)
            .setName("Clinic")
            .setTimeZones(List.of(zones))
            .build());
  }

  /** The clinic stands in the inventory. */
  public Pipeline clinic(Clinic clinic) {
    reference(TopicCatalogue.CLINICS, clinic.getClinicId(), clinic);
    return this;
  }

  /** Something is told of a device's service, ms since 1970 UTC. */
  public Pipeline service(ServiceEvent event, long toldAtMs) {
    return service(
        event.getDeviceId().getBytes(StandardCharsets.UTF_8),
        bytes(TopicCatalogue.SERVICE_EVENTS, event),
        toldAtMs);
  }

  /** Bytes arrive in the topic of service events, ms since 1970 UTC. */
  public Pipeline service(byte[] key, byte[] value, long toldAtMs) {
    return arrive(TopicCatalogue.SERVICE_EVENTS, key, value, toldAtMs);
  }

  private void reference(TopicSpec topic, String key, SpecificRecord value) {
    reference(topic, key.getBytes(StandardCharsets.UTF_8), bytes(topic, value));
  }

  /** Bytes arrive in a topic of reference data. */
  public void reference(TopicSpec topic, byte[] key, byte[] value) {
    arrive(topic, key, value, 0);
  }

  private Pipeline arrive(TopicSpec topic, byte[] key, byte[] value, long atMs) {
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value, atMs);
    return this;
  }

  /** A command arrives, ms since 1970 UTC. */
  public Pipeline command(AlertCommand command, long appendedAtMs) {
    return command(
        command.getSubjectId().getBytes(StandardCharsets.UTF_8),
        bytes(TopicCatalogue.ALERT_COMMANDS, command),
        appendedAtMs);
  }

  /** Bytes arrive in the topic of commands, ms since 1970 UTC. */
  public Pipeline command(byte[] key, byte[] value, long appendedAtMs) {
    return arrive(TopicCatalogue.ALERT_COMMANDS, key, value, appendedAtMs);
  }

  /** Appends what was sent, in this order. */
  public Pipeline append(List<Sent> log) {
    log.forEach(this::append);
    return this;
  }

  /** Appends one event. */
  public Pipeline append(Sent sent) {
    return append(
        sent.event().getDeviceId().getBytes(StandardCharsets.UTF_8),
        bytes(TopicCatalogue.TELEMETRY, sent.event()),
        sent.appendedAtMs());
  }

  /** Appends bytes, ms since 1970 UTC. */
  public Pipeline append(byte[] key, byte[] value, long appendedAtMs) {
    appendUnchecked(key, value, appendedAtMs);
    checkLedger();
    return this;
  }

  /** Appends bytes with headers, ms since 1970 UTC. */
  public Pipeline append(byte[] key, byte[] value, long appendedAtMs, Headers headers) {
    telemetry.pipeInput(new TestRecord<>(key, value, headers, appendedAtMs));
    appended(appendedAtMs);
    checkLedger();
    return this;
  }

  /** As {@link #append}, for very many; {@link #checkLedger} is left to the caller. */
  public void appendUnchecked(byte[] key, byte[] value, long appendedAtMs) {
    telemetry.pipeInput(key, value, appendedAtMs);
    appended(appendedAtMs);
  }

  private void appended(long appendedAtMs) {
    appended++;
    logClockMs = Math.max(logClockMs, appendedAtMs);
  }

  /** Appends a tick, ms since 1970 UTC. */
  public Pipeline tick(long appendedAtMs) {
    return append(null, bytes(TopicCatalogue.TELEMETRY, aTick(appendedAtMs)), appendedAtMs);
  }

  /** Appends a tick each second from then until then, ms since 1970 UTC. */
  public Pipeline ticks(long fromMs, long toMs) {
    for (long at = fromMs; at <= toMs; at += 1_000) {
      tick(at);
    }
    return this;
  }

  /** A tick as an instance appends it. */
  public static DeviceEvent aTick(long sentAtMs) {
    return DeviceEvent.newBuilder()
        .setDeviceId("")
        .setClinicId("")
        .setBootId(0)
        .setSeq(0)
        .setSentAt(Instant.ofEpochMilli(sentAtMs))
        .setKind(EventKind.TICK)
        .setTick(Tick.newBuilder().setInstance("test").build())
        .build();
  }

  /** Every record since last checked ended somewhere, and none twice. */
  public void checkLedger() {
    driver.advanceWallClockTime(LEDGER_INTERVAL);
    List<TestRecord<String, LedgerEntry>> published = ledgerTopic.readRecordsToList();
    assertThat(published).as("ledger records after new input").hasSize(1);
    assertThat(published.get(0).key()).isEqualTo(application + "/0");
    assertThat(published.get(0).timestamp()).isEqualTo(logClockMs);
    ledger = published.get(0).value();
    assertThat(ledger.getApplication()).isEqualTo(application);
    assertThat(ledger.getTopic()).isEqualTo(TopicCatalogue.TELEMETRY.name());
    assertThat(ledger.getInput()).as("input").isEqualTo(appended);
    assertThat(ledger.getNextOffset() - ledger.getFirstOffset() - ledger.getMissing())
        .as("consumed offsets: %s", ledger)
        .isEqualTo(ledger.getInput());
    assertThat(
            ledger.getApplied()
                + ledger.getLate()
                + ledger.getDuplicate()
                + ledger.getQuarantined()
                + ledger.getTicks()
                + ledger.getBuffered())
        .as("where the input ended: %s", ledger)
        .isEqualTo(ledger.getInput());
    assertThat(ledger.getLogClock().toEpochMilli()).isEqualTo(logClockMs);
  }

  /** The ledger after the last record. */
  public LedgerEntry ledger() {
    return ledger;
  }

  /** Lets only wall clock pass; answers the ledger records that came of it. */
  public List<TestRecord<String, LedgerEntry>> wait(Duration duration) {
    driver.advanceWallClockTime(duration);
    return ledgerTopic.readRecordsToList();
  }

  /** Alert events since last asked. */
  public List<TestRecord<String, AlertEvent>> alertEvents() {
    return read(TopicCatalogue.ALERT_EVENTS, AlertEvent.class);
  }

  /** Alert events since last asked, as the records that they are. */
  public List<TestRecord<byte[], byte[]>> alertEventRecords() {
    return driver
        .createOutputTopic(
            TopicCatalogue.ALERT_EVENTS.name(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** Alerts since last asked. */
  public List<TestRecord<String, Alert>> alerts() {
    return read(TopicCatalogue.ALERTS, Alert.class);
  }

  /** Hours of alert load since last asked. */
  public List<TestRecord<String, AlertLoad>> alertLoads() {
    return read(TopicCatalogue.ALERT_LOAD, AlertLoad.class);
  }

  /** Session summaries since last asked. */
  public List<TestRecord<String, SessionSummary>> sessions() {
    return read(TopicCatalogue.SESSIONS, SessionSummary.class);
  }

  /** Hours since last asked. */
  public List<TestRecord<String, DeviceUsage>> hours() {
    return read(TopicCatalogue.USAGE_HOURLY, DeviceUsage.class);
  }

  /** Days since last asked. */
  public List<TestRecord<String, DeviceUsage>> days() {
    return read(TopicCatalogue.USAGE_DAILY, DeviceUsage.class);
  }

  /** Rollups since last asked. */
  public List<TestRecord<String, ReadingRollup>> rollups() {
    return read(TopicCatalogue.READING_ROLLUPS, ReadingRollup.class);
  }

  /** What came into quarantine since last asked. */
  public List<TestRecord<byte[], byte[]>> quarantined() {
    return driver
        .createOutputTopic(
            TopicCatalogue.QUARANTINE.name(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What was written to a topic. */
  public record Written(long records, long bytes) {

    private static Written of(List<TestRecord<byte[], byte[]>> records) {
      long bytes = 0;
      for (TestRecord<byte[], byte[]> record : records) {
        bytes += length(record.key()) + length(record.value());
      }
      return new Written(records.size(), bytes);
    }

    private static int length(byte[] bytes) {
      return bytes == null ? 0 : bytes.length;
    }

    /** Both together. */
    public Written plus(Written other) {
      return new Written(records + other.records, bytes + other.bytes);
    }
  }

  /**
   * Forgets what was written and not asked for, so that it takes no memory; answers what went into
   * changelogs, by the name of the store.
   */
  public Map<String, Written> forgetOutputs() {
    Map<String, Written> changelogs = new TreeMap<>();
    for (String topic : driver.producedTopicNames()) {
      List<TestRecord<byte[], byte[]>> records =
          driver
              .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readRecordsToList();
      if (topic.endsWith("-changelog")) {
        String store = topic.substring(("clinic-" + application + "-").length());
        changelogs.put(store.replace("-changelog", ""), Written.of(records));
      }
    }
    return changelogs;
  }

  /** What a store wrote into its changelog since last asked. */
  public List<TestRecord<byte[], byte[]>> changelog(String store) {
    return driver
        .createOutputTopic(
            "clinic-%s-%s-changelog".formatted(application, store),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What rebuilds were answered since last asked. */
  public List<TestRecord<String, UsageCorrection>> corrections() {
    return read(TopicCatalogue.USAGE_CORRECTIONS, UsageCorrection.class);
  }

  /** A rebuild asks for something. */
  public Pipeline correct(UsageCorrection request) {
    reference(
        TopicCatalogue.USAGE_CORRECTIONS,
        RecordKeys.usage(request.getDeviceId(), request.getFirstDayStart()),
        request);
    return this;
  }

  /** Topics that anything was written to so far. */
  public Set<String> topicsWritten() {
    return driver.producedTopicNames();
  }

  /** Subjects that schemas were registered for so far. */
  public Collection<String> subjects() {
    try {
      return MockSchemaRegistry.getClientForScope(scope).getAllSubjects();
    } catch (IOException | RestClientException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of a counter; 0 when it never counted. */
  public double counted(String counter, String... tags) {
    var found = metrics.find(counter).tags(tags).counter();
    return found == null ? 0 : found.count();
  }

  /** Number of entries of a store. */
  public long entries(String store) {
    long entries = 0;
    try (var all = driver.getKeyValueStore(store).all()) {
      for (; all.hasNext(); all.next()) {
        entries++;
      }
    }
    return entries;
  }

  /** A store of bytes. */
  public KeyValueStore<Bytes, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  private <V extends SpecificRecord> List<TestRecord<String, V>> read(
      TopicSpec topic, Class<V> type) {
    return output(topic, type).readRecordsToList();
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> output(
      TopicSpec topic, Class<V> type) {
    return driver.createOutputTopic(
        topic.name(), new StringDeserializer(), serdes.deserializer(type));
  }

  /** A record as its bytes. */
  @SuppressWarnings("unchecked") // a serializer of the record's own class
  public byte[] bytes(TopicSpec topic, SpecificRecord record) {
    return ((Serializer<SpecificRecord>) serdes.serializer(record.getClass()))
        .serialize(topic.name(), record);
  }

  /** A record of any schema as its bytes; the schema is registered for telemetry. */
  public byte[] bytes(GenericRecord record) {
    Schema schema = record.getSchema();
    try {
      int id =
          MockSchemaRegistry.getClientForScope(scope)
              .register(TopicCatalogue.TELEMETRY.name() + "-value", new AvroSchema(schema));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException | RestClientException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    driver.close();
    serdes.close();
    MockSchemaRegistry.dropScope(scope);
    try (Stream<Path> paths = Files.walk(state)) {
      paths
          .sorted(Comparator.reverseOrder())
          .map(Path::toFile)
          .forEach(
              file -> {
                var unused = file.delete();
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
