package io.clinictelemetry.standalone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.SuctionFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class DecodingTest {

  private static final int ID = 7;

  @Test
  void showsEveryFieldOfAWholeRecord() throws IOException {
    Decoding decoding = Decoding.of(frame(), DecodingTest::schema);

    assertThat(decoding.schemaId()).contains(ID);
    assertThat(decoding.schemaName()).contains("io.clinictelemetry.avro.DeviceEvent");
    assertThat(decoding.stopped()).isEmpty();
    assertThat(decoding.fields())
        .hasValueSatisfying(
            fields -> {
              assertThat(fields.path("device_id").asText()).isEqualTo("dev");
              assertThat(fields.path("sent_at").asText()).isEqualTo("2026-03-01T08:15:00Z");
              assertThat(fields.path("kind").asText()).isEqualTo("SUCTION");
              assertThat(fields.path("suction").path("vacuum_kpa").path(0).asDouble())
                  .isEqualTo(20);
              assertThat(fields.path("suction").path("vacuum_kpa").path(1).asText())
                  .isEqualTo("NaN");
            });
  }

  @Test
  void ofAShortenedRecordShowsWhatWasReadAndWhereItEnded() throws IOException {
    byte[] whole = frame();

    Decoding decoding = Decoding.of(Arrays.copyOf(whole, whole.length - 30), DecodingTest::schema);

    assertThat(decoding.fields().orElseThrow().path("device_id").asText()).isEqualTo("dev");
    assertThat(decoding.stopped().orElseThrow())
        .matches("at byte \\d+ of \\d+: the bytes end before the record does, in suction\\..*");
  }

  @Test
  void saysThatBytesGoOnAfterTheRecord() throws IOException {
    byte[] whole = frame();

    Decoding decoding = Decoding.of(Arrays.copyOf(whole, whole.length + 4), DecodingTest::schema);

    assertThat(decoding.fields()).isPresent();
    assertThat(decoding.stopped().orElseThrow())
        .isEqualTo(
            "at byte %d of %d: bytes go on after the end of the record"
                .formatted(whole.length, whole.length + 4));
  }

  @Test
  void showsTheIdOfASchemaThatNobodyKnows() {
    Decoding decoding =
        Decoding.of(ByteBuffer.allocate(9).put((byte) 0).putInt(99).array(), DecodingTest::schema);

    assertThat(decoding.schemaId()).contains(99);
    assertThat(decoding.stopped().orElseThrow()).contains("knows no schema 99");
  }

  @Test
  void textIsNoFrame() {
    Decoding decoding = Decoding.of(Kept.bytes("no Avro at all"), DecodingTest::schema);

    assertThat(decoding.schemaId()).isEmpty();
    assertThat(decoding.stopped().orElseThrow()).startsWith("at byte 0 of 14");
  }

  @Test
  void noBytesMakeInspectionFail() throws IOException {
    byte[] whole = frame();
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, 5 + random.nextInt(whole.length));
      for (int flips = random.nextInt(8); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(Inspection.of(Kept.record(i, "not-avro", "dev", bytes), DecodingTest::schema))
          .isNotEmpty();
    }
  }

  @Test
  void aCountOfGigabytesIsOnlyABadCount() throws IOException {
    Schema texts = Schema.createArray(Schema.create(Schema.Type.STRING));
    Schema record =
        Schema.createRecord(
            "Foreign", null, null, false, List.of(new Schema.Field("texts", texts)));
    ByteArrayOutputStream bytes = frameHeader();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    encoder.writeLong(Integer.MAX_VALUE - 8);
    encoder.flush();

    Decoding decoding = Decoding.of(bytes.toByteArray(), id -> record);

    assertThat(decoding.stopped().orElseThrow()).contains("texts");
  }

  @Test
  void anUndecodableRecordIsDumped() {
    List<String> lines =
        Inspection.of(
            Kept.record(5, "not-avro", "dev", Kept.bytes("no Avro at all")), DecodingTest::schema);

    assertThat(lines.get(0)).isEqualTo("clinic.telemetry/1/5");
    assertThat(lines)
        .contains("  reason     not-avro", "  kept at    clinic.quarantine/2/77")
        .contains("  key        dev", "  value      14 bytes")
        .anyMatch(line -> line.contains("6e 6f 20 41") && line.endsWith("|no Avro at all|"));
  }

  @Test
  void aRecordWhoseBytesAreNotThereIsShownAllTheSame() {
    assertThat(Inspection.of(Kept.record(5, "not-avro", null, null), DecodingTest::schema))
        .contains("  key        none")
        .anyMatch(line -> line.contains("not kept"));
  }

  private static Schema schema(int id) {
    if (id != ID) {
      throw new SerializationException("the registry knows no schema " + id);
    }
    return DeviceEvent.getClassSchema();
  }

  private static ByteArrayOutputStream frameHeader() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(ID).array());
    return bytes;
  }

  private static byte[] frame() throws IOException {
    DeviceEvent event = new DeviceEvent();
    event.setDeviceId("dev");
    event.setClinicId("clinic");
    event.setBootId(1);
    event.setSeq(2);
    event.setSentAt(Instant.parse("2026-03-01T08:15:00Z"));
    event.setKind(EventKind.SUCTION);
    event.setSuction(
        SuctionFrame.newBuilder()
            .setFirstSampleAt(Instant.parse("2026-03-01T08:15:00Z"))
            .setSampleIntervalMs(100)
            .setSampleCount(2)
            .setElapsedMs(0)
            .setVacuumKpa(List.of(20f, Float.NaN))
            .setContact(List.of(true, false))
            .setSetKpa(20)
            .setPumpDutyPct(40)
            .build());
    ByteArrayOutputStream bytes = frameHeader();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<DeviceEvent>(DeviceEvent.getClassSchema()).write(event, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
