package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that cannot be read say which way they are wrong, with either implementation. */
class UnreadableBytesTest {

  private static final int ID = 7;

  private final RegistryServer registry =
      new RegistryServer()
          .withSchema(ID, DeviceEvent.getClassSchema().toString())
          .withSchema(8, Clinic.getClassSchema().toString())
          .withSchema(9, "\"string\"")
          .withSchema(10, "JSON", "{\"type\":\"object\"}")
          .withSchema(11, "{\"type\":\"recor\"}");
  private AvroSerdes serdes;

  @AfterEach
  void close() {
    serdes.close();
    registry.close();
  }

  private Deserializer<DeviceEvent> reader(String implementation) {
    serdes =
        new AvroSerdes(Samples.settings(registry.url(), AvroSerdes.IMPLEMENTATION, implementation));
    return serdes.deserializer(DeviceEvent.class);
  }

  private static UnreadableRecordException refused(
      Deserializer<DeviceEvent> reader, byte... bytes) {
    return catchThrowableOfType(
        UnreadableRecordException.class, () -> reader.deserialize(Samples.TOPIC, bytes));
  }

  private static void assertRefused(
      Deserializer<DeviceEvent> reader, byte[] bytes, Reason reason, String... words) {
    UnreadableRecordException refused = refused(reader, bytes);
    assertThat(refused).as("%d bytes", bytes.length).isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    assertThat(refused.getMessage()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void anotherMagicByteOrTooFewBytesAreNotFramed(String implementation) {
    Deserializer<DeviceEvent> reader = reader(implementation);
    byte[] good = Samples.anEventAsBytes(ID);
    for (byte magic : new byte[] {1, '{', -1}) {
      byte[] bytes = good.clone();
      bytes[0] = magic;
      assertRefused(reader, bytes, Reason.NOT_FRAMED, "0x00");
    }
    for (int length = 0; length < Frame.HEADER_BYTES; length++) {
      assertRefused(reader, Arrays.copyOf(good, length), Reason.NOT_FRAMED, length + " bytes");
    }
    assertThat(registry.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void truncatedAnywhereIsTruncated(String implementation) {
    Deserializer<DeviceEvent> reader = reader(implementation);
    byte[] good = Samples.anEventAsBytes(ID);
    assertThat(reader.deserialize(Samples.TOPIC, good)).isEqualTo(Samples.anEvent());
    for (int length = Frame.HEADER_BYTES; length < good.length; length++) {
      assertRefused(reader, Arrays.copyOf(good, length), Reason.TRUNCATED, "schema " + ID);
    }
  }

  @Test
  void bytesAfterTheRecordAreMalformed() {
    Deserializer<DeviceEvent> reader = reader(AvroSerdes.THIN);
    byte[] good = Samples.anEventAsBytes(ID);
    assertRefused(reader, Arrays.copyOf(good, good.length + 1), Reason.MALFORMED, "schema " + ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void bytesThatAreNotWhatTheSchemaSaysAreMalformed(String implementation) {
    // -1 as the length of the first text, device_id
    assertRefused(
        reader(implementation), Samples.framed(ID, (byte) 1), Reason.MALFORMED, "schema " + ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void anUnknownIdIsAskedForOnce(String implementation) {
    Deserializer<DeviceEvent> reader = reader(implementation);
    byte[] bytes = Samples.anEventAsBytes(99);
    for (int i = 0; i < 100; i++) {
      assertRefused(reader, bytes, Reason.UNKNOWN_SCHEMA, "99", registry.url());
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"thin, 1", "stock, 2"}) // Confluent's own asks again, by subject and id
  void aKnownIdIsNotAskedForAgain(String implementation, int requests) {
    Deserializer<DeviceEvent> reader = reader(implementation);
    for (int i = 0; i < 100; i++) {
      reader.deserialize(Samples.TOPIC, Samples.anEventAsBytes(ID));
    }
    assertThat(registry.requests()).hasSize(requests);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11})
  void anIdThatIsNotForThisReaderIsAskedForOnce(int id) {
    Deserializer<DeviceEvent> reader = reader(AvroSerdes.THIN);
    for (int i = 0; i < 100; i++) {
      assertRefused(reader, Samples.framed(id, (byte) 0), Reason.OTHER_RECORD, "schema " + id);
    }
    assertThat(registry.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void theSchemaOfAnotherRecordIsNamed(String implementation) {
    Deserializer<DeviceEvent> reader = reader(implementation);
    byte[] clinic = Samples.framed(8, new byte[5]);
    assertRefused(
        reader, clinic, Reason.OTHER_RECORD, "io.clinictelemetry.avro.Clinic", "DeviceEvent");
    assertRefused(reader, Samples.framed(9, (byte) 0), Reason.OTHER_RECORD, "string");
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void aSchemaThatIsNotAvroCondemnsTheRecordAndNotTheRegistry(String implementation) {
    Deserializer<DeviceEvent> reader = reader(implementation);
    assertRefused(reader, Samples.framed(10, (byte) 0), Reason.OTHER_RECORD, "schema 10");
    assertRefused(reader, Samples.framed(11, (byte) 0), Reason.OTHER_RECORD, "schema 11");
  }
}
