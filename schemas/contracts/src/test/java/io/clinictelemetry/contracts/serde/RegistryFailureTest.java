package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinictelemetry.avro.Clinic;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.serde.RegistryException.Kind;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that does not do what it is asked says which way, and what to set. */
class RegistryFailureTest {

  private static final int ID = 7;
  private static final String SUBJECT = Samples.TOPIC + "-value";

  private final RegistryServer registry = new RegistryServer();

  @AfterEach
  void close() {
    registry.close();
  }

  private void assertWriteFails(Map<String, Object> settings, Kind kind, String... words) {
    try (AvroSerdes serdes = new AvroSerdes(settings);
        var writer = serdes.serializer(DeviceEvent.class)) {
      assertFails(() -> writer.serialize(Samples.TOPIC, Samples.anEvent()), kind, words);
    }
  }

  private void assertReadFails(Map<String, Object> settings, Kind kind, String... words) {
    try (AvroSerdes serdes = new AvroSerdes(settings);
        var reader = serdes.deserializer(DeviceEvent.class)) {
      assertFails(() -> reader.deserialize(Samples.TOPIC, Samples.anEventAsBytes(ID)), kind, words);
    }
  }

  private static void assertFails(ThrowingCallable call, Kind kind, String... words) {
    RegistryException failure = catchThrowableOfType(RegistryException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.getMessage()).contains(words);
  }

  private Map<String, Object> settings(String implementation) {
    return Samples.settings(registry.url(), AvroSerdes.IMPLEMENTATION, implementation);
  }

  @ParameterizedTest
  @CsvSource({
    "thin,  401, 40101, UNAUTHORIZED, basic.auth.user.info",
    "stock, 401, 40101, UNAUTHORIZED, basic.auth.user.info",
    "thin,  403, 40301, UNAUTHORIZED, basic.auth.user.info",
    "thin,  404, 40401, NOT_REGISTERED, auto.register.schemas",
    "stock, 404, 40401, NOT_REGISTERED, auto.register.schemas",
    "thin,  409, 409,   INCOMPATIBLE, compatible",
    "stock, 409, 409,   INCOMPATIBLE, compatible",
    "thin,  422, 42201, INCOMPATIBLE, compatible",
    "stock, 422, 42201, INCOMPATIBLE, compatible",
    "thin,  429, 42901, UNAVAILABLE, registry's own log",
    "thin,  500, 50001, UNAVAILABLE, registry's own log",
    "stock, 500, 50001, UNAVAILABLE, registry's own log",
    "thin,  418, 41801, REFUSED, schema.registry.url",
  })
  void writingTellsWhyThereIsNoId(
      String implementation, int status, int code, Kind kind, String remedy) {
    registry.failingWith(status, code, "no");
    assertWriteFails(
        settings(implementation), kind, Integer.toString(status), registry.url(), remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "thin,  401, 40101, UNAUTHORIZED, basic.auth.user.info",
    "stock, 401, 40101, UNAUTHORIZED, basic.auth.user.info",
    "thin,  409, 409,   INCOMPATIBLE, compatible",
    "thin,  422, 42201, INCOMPATIBLE, compatible",
    "thin,  500, 50001, UNAVAILABLE, registry's own log",
    "stock, 500, 50001, UNAVAILABLE, registry's own log",
  })
  void readingTellsWhyThereIsNoSchema(
      String implementation, int status, int code, Kind kind, String remedy) {
    registry.failingWith(status, code, "no");
    assertReadFails(
        settings(implementation), kind, Integer.toString(status), registry.url(), remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void aRegistryThatIsAwayIsUnavailable(String implementation) {
    registry.close();
    String setting = "schema.registry.url=" + registry.url();
    assertWriteFails(settings(implementation), Kind.UNAVAILABLE, setting);
    assertReadFails(settings(implementation), Kind.UNAVAILABLE, setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void aWrongPathInTheAddressCondemnsNoRecord(String implementation) {
    registry.failingWithPage(404);
    assertReadFails(settings(implementation), Kind.REFUSED, "path in schema.registry.url");
    assertWriteFails(settings(implementation), Kind.REFUSED, "path in schema.registry.url");
    registry.failingWith(404, 404, "HTTP 404 Not Found");
    assertReadFails(settings(implementation), Kind.REFUSED, "path in schema.registry.url");
  }

  @Test
  void worksAgainOnceTheRegistryDoes() {
    registry.failingWith(503, 50301, "starting");
    try (AvroSerdes serdes = new AvroSerdes(settings(AvroSerdes.THIN));
        var serde = serdes.serde(DeviceEvent.class)) {
      var writer = serde.serializer();
      var reader = serde.deserializer();
      byte[] bytes = Samples.anEventAsBytes(ID);
      assertThatThrownBy(() -> writer.serialize(Samples.TOPIC, Samples.anEvent()))
          .isInstanceOf(RegistryException.class);
      assertThatThrownBy(() -> reader.deserialize(Samples.TOPIC, bytes))
          .isInstanceOf(RegistryException.class);
      String schema = DeviceEvent.getClassSchema().toString();
      registry.withSubject(SUBJECT, ID, schema).withSchema(ID, schema);
      assertThat(writer.serialize(Samples.TOPIC, Samples.anEvent())).isEqualTo(bytes);
      assertThat(reader.deserialize(Samples.TOPIC, bytes)).isEqualTo(Samples.anEvent());
    }
  }

  @Test
  void looksUpInsteadOfRegisteringWhenToldTo() {
    registry.withSubject(SUBJECT, ID, DeviceEvent.getClassSchema().toString());
    Map<String, Object> settings =
        Samples.settings(registry.url(), "auto.register.schemas", "false");
    try (AvroSerdes serdes = new AvroSerdes(settings);
        var writer = serdes.serializer(DeviceEvent.class)) {
      writer.serialize(Samples.TOPIC, Samples.anEvent());
    }
    assertThat(registry.requests()).extracting("path").containsExactly("/subjects/" + SUBJECT);
  }

  @Test
  void takesTheLatestVersionOnlyWhenItIsTheOneThatThisReleaseWrites() {
    Map<String, Object> settings =
        Samples.settings(
            registry.url(), "auto.register.schemas", "false", "use.latest.version", "true");
    registry.withSubject(SUBJECT, 8, Clinic.getClassSchema().toString());
    assertWriteFails(settings, Kind.INCOMPATIBLE, "use.latest.version", SUBJECT);
    registry.withSubject(SUBJECT, ID, DeviceEvent.getClassSchema().toString());
    try (AvroSerdes serdes = new AvroSerdes(settings);
        var writer = serdes.serializer(DeviceEvent.class)) {
      assertThat(writer.serialize(Samples.TOPIC, Samples.anEvent()))
          .isEqualTo(Samples.anEventAsBytes(ID));
    }
  }

  @Test
  void aMissingAddressAndAnUnknownImplementationAreNamed() {
    assertThatThrownBy(() -> new AvroSerdes(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema.registry.url");
    assertThatThrownBy(() -> new AvroSerdes(settings("quick")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serde.implementation=quick: set thin or stock");
  }
}
