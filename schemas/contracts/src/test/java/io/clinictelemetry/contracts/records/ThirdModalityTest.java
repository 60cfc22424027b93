package io.clinictelemetry.contracts.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A third modality is added to a copy of the schema, as a later release would do it. Readers of
 * today go on reading what it writes, and it reads what was written before.
 */
class ThirdModalityTest {

  private static final String SCOPE = "third-modality";
  private static final String TOPIC = "clinic.telemetry";
  private static final Map<String, Object> CONFIG =
      Map.of("schema.registry.url", "mock://" + SCOPE);

  private static final Schema TODAY = DeviceEvent.getClassSchema();
  private static final Schema LATER = later();

  private final KafkaAvroSerializer laterWriter = new KafkaAvroSerializer();
  private final KafkaAvroDeserializer laterReader = new KafkaAvroDeserializer();
  private AvroSerdes today;

  /** The copy: a modality, a kind and the payload that the kind names. */
  private static Schema later() {
    String frame =
        """
        {"name":"radiofrequency","type":["null",{"type":"record","name":"RadiofrequencyFrame",
        "doc":"Consecutive samples of a radiofrequency session.","fields":[
        {"name":"elapsed_ms","type":"long","doc":"The session's duration so far, ms."},
        {"name":"power_w","type":{"type":"array","items":"float"},"doc":"Output power, W."}]}],
        "doc":"Present when kind is RADIOFREQUENCY.","default":null}
        """;
    String text = TODAY.toString();
    text = replaceOnce(text, "\"MICROCURRENT\"]", "\"MICROCURRENT\",\"RADIOFREQUENCY\"]");
    text = replaceOnce(text, "\"TICK\"]", "\"TICK\",\"RADIOFREQUENCY\"]");
    text = replaceOnce(text, "{\"name\":\"tick\"", frame + ",{\"name\":\"tick\"");
    return new Schema.Parser().parse(text);
  }

  private static String replaceOnce(String text, String what, String by) {
    assertThat(text.split(Pattern.quote(what), -1)).as(what).hasSize(2);
    return text.replace(what, by);
  }

  @BeforeEach
  void open() {
    today = new AvroSerdes(CONFIG);
    laterWriter.configure(CONFIG, false);
    laterReader.configure(CONFIG, false);
  }

  @AfterEach
  void close() throws Exception {
    today.close();
    laterWriter.close();
    laterReader.close();
    MockSchemaRegistry.dropScope(SCOPE);
  }

  private static DeviceEvent start(Modality modality) {
    return event(EventKind.SESSION_STARTED)
        .setSessionStarted(
            SessionStarted.newBuilder()
                .setModality(modality)
                .setProgramme("lift")
                .setPlannedDurationMs(1_800_000)
                .setZone(Zone.FACE)
                .setSkinSensitivity(SkinSensitivity.NORMAL)
                .setStartedAt(Instant.parse("2026-03-01T09:00:00Z"))
                .build())
        .build();
  }

  private static DeviceEvent.Builder event(EventKind kind) {
    return DeviceEvent.newBuilder()
        .setDeviceId("device-1")
        .setClinicId("clinic-1")
        .setBootId(3)
        .setSeq(41)
        .setSentAt(Instant.parse("2026-03-01T09:00:01Z"))
        .setSessionId("session-1")
        .setKind(kind);
  }

  /** What a later release writes: its own schema, filled from an event of today. */
  private static GenericRecord asLater(DeviceEvent event) {
    GenericRecord made = new GenericData.Record(LATER);
    for (Schema.Field field : TODAY.getFields()) {
      made.put(field.name(), event.get(field.name()));
    }
    made.put("sent_at", event.getSentAt().toEpochMilli());
    made.put("kind", symbol("kind", event.getKind().name()));
    return made;
  }

  private static GenericData.EnumSymbol symbol(String field, String name) {
    return new GenericData.EnumSymbol(LATER.getField(field).schema(), name);
  }

  private static Schema payload(String field) {
    return LATER.getField(field).schema().getTypes().get(1);
  }

  private DeviceEvent readToday(GenericRecord written) {
    try (var reader = today.deserializer(DeviceEvent.class)) {
      return reader.deserialize(TOPIC, laterWriter.serialize(TOPIC, written));
    }
  }

  private GenericRecord readLater(DeviceEvent written) {
    try (var writer = today.serializer(DeviceEvent.class)) {
      byte[] bytes = writer.serialize(TOPIC, written);
      return (GenericRecord) laterReader.deserialize(TOPIC, bytes, LATER);
    }
  }

  @Test
  void theChangeIsOneThatTheBuildAllows() {
    assertThat(LATER).isNotEqualTo(TODAY);
    assertThat(Compatibility.obstacles(LATER, TODAY)).isEmpty();
  }

  @Test
  void aReaderOfTodaySeesAFrameOfTheNewKindAsUnknownAndTheRestIntact() {
    GenericRecord written = asLater(event(EventKind.UNKNOWN).build());
    written.put("kind", symbol("kind", "RADIOFREQUENCY"));
    written.put(
        "radiofrequency",
        new GenericRecordBuilder(payload("radiofrequency"))
            .set("elapsed_ms", 60_000L)
            .set("power_w", List.of(12.5f, 13f))
            .build());
    assertThat(readToday(written)).isEqualTo(event(EventKind.UNKNOWN).build());
  }

  @Test
  void aReaderOfTodaySeesASessionOfTheNewModalityAsUnknownAndTheRestIntact() {
    DeviceEvent expected = start(Modality.UNKNOWN);
    SessionStarted from = expected.getSessionStarted();
    Schema started = payload("session_started");
    GenericRecord written = asLater(expected);
    written.put(
        "session_started",
        new GenericRecordBuilder(started)
            .set("modality", enumOf(started, "modality", "RADIOFREQUENCY"))
            .set("programme", from.getProgramme())
            .set("planned_duration_ms", from.getPlannedDurationMs())
            .set("zone", enumOf(started, "zone", "FACE"))
            .set("skin_sensitivity", enumOf(started, "skin_sensitivity", "NORMAL"))
            .set("started_at", from.getStartedAt().toEpochMilli())
            .build());
    assertThat(readToday(written)).isEqualTo(expected);
  }

  private static GenericData.EnumSymbol enumOf(Schema record, String field, String name) {
    return new GenericData.EnumSymbol(record.getField(field).schema(), name);
  }

  @Test
  void aLaterReaderReadsWhatIsWrittenToday() {
    GenericRecord read = readLater(start(Modality.MICROCURRENT));
    assertThat(read.getSchema()).isEqualTo(LATER);
    assertThat(read.get("kind")).hasToString("SESSION_STARTED");
    assertThat(read.get("device_id")).hasToString("device-1");
    assertThat(read.get("seq")).isEqualTo(41L);
    assertThat(read.get("radiofrequency")).isNull();
    GenericRecord started = (GenericRecord) read.get("session_started");
    assertThat(started.get("modality")).hasToString("MICROCURRENT");
    assertThat(started.get("planned_duration_ms")).isEqualTo(1_800_000L);
  }
}
