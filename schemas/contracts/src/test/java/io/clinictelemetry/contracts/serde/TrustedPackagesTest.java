package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.records.RecordTypes;
import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema in the registry cannot make this process load a class that is not a record. */
class TrustedPackagesTest {

  /** Stands for any class on the class path that a hostile schema could name. */
  public static final class Foreign {
    static boolean loaded;

    static {
      Loaded.set();
    }

    private Foreign() {}
  }

  private static final class Loaded {
    static boolean is;

    static void set() {
      is = true;
    }
  }

  private final RegistryServer registry = new RegistryServer();

  @BeforeEach
  void forget() {
    Loaded.is = false;
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {AvroSerdes.THIN, AvroSerdes.STOCK})
  void aSchemaThatNamesAForeignClassIsRefused(String implementation) {
    Schema hostile =
        SchemaBuilder.record("Foreign")
            .namespace(TrustedPackagesTest.class.getName() + "$")
            .fields()
            .endRecord();
    registry.withSchema(1, hostile.toString());
    try (AvroSerdes serdes =
            new AvroSerdes(
                Samples.settings(registry.url(), AvroSerdes.IMPLEMENTATION, implementation));
        var reader = serdes.deserializer(DeviceEvent.class)) {
      byte[] bytes = Samples.framed(1);
      assertThatThrownBy(() -> reader.deserialize(Samples.TOPIC, bytes))
          .isInstanceOfSatisfying(
              UnreadableRecordException.class,
              e -> assertThat(e.reason()).isIn(Reason.OTHER_RECORD, Reason.MALFORMED));
    }
    assertThat(Loaded.is).isFalse();
  }

  @Test
  void trustsTheRecordsAndNothingBesideThem() {
    try (AvroSerdes serdes = new AvroSerdes(Samples.settings("mock://trusted"))) {
      assertThat(serdes).isNotNull();
    }
    for (Schema schema : RecordTypes.schemas()) {
      Class<?> type = SpecificData.get().getClass(schema);
      assertThatCode(() -> ClassSecurityValidator.validate(type)).doesNotThrowAnyException();
    }
    for (Class<?> foreign : new Class<?>[] {Foreign.class, AvroSerdes.class, Runtime.class}) {
      assertThatThrownBy(() -> ClassSecurityValidator.validate(foreign))
          .isInstanceOf(SecurityException.class);
    }
  }
}
