package io.clinictelemetry.contracts.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.records.RecordTypes;
import io.clinictelemetry.contracts.serde.UnreadableRecordException.Reason;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A schema in the registry cannot make this process load a class that is not a record. */
class TrustedPackagesTest {

  private static final AtomicBoolean FOREIGN_CODE_RAN = new AtomicBoolean();

  static void foreignCodeRan() {
    FOREIGN_CODE_RAN.set(true);
  }

  private final RegistryServer registry = new RegistryServer();

  @AfterEach
  void close() {
    registry.close();
  }

  private UnreadableRecordException refused(String implementation) {
    Schema hostile = SchemaBuilder.record(ForeignRecord.class.getName()).fields().endRecord();
    registry.withSchema(1, hostile.toString());
    try (AvroSerdes serdes =
            new AvroSerdes(
                Samples.settings(registry.url(), AvroSerdes.IMPLEMENTATION, implementation));
        var reader = serdes.deserializer(DeviceEvent.class)) {
      return catchThrowableOfType(
          UnreadableRecordException.class,
          () -> reader.deserialize(Samples.TOPIC, Samples.framed(1)));
    }
  }

  @Test
  void aSchemaThatNamesAForeignClassIsAnotherRecordAndNothingMore() {
    assertThat(refused(AvroSerdes.THIN).reason()).isEqualTo(Reason.OTHER_RECORD);
    assertThat(FOREIGN_CODE_RAN).isFalse();
  }

  @Test
  void confluentsOwnDeserializerMayNotUseAForeignClassEither() {
    assertThat(refused(AvroSerdes.STOCK))
        .hasRootCauseInstanceOf(SecurityException.class)
        .hasStackTraceContaining(ForeignRecord.class.getName());
    assertThat(FOREIGN_CODE_RAN).isFalse();
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
    for (Class<?> foreign : new Class<?>[] {AvroSerdes.class, Runtime.class}) {
      assertThatThrownBy(() -> ClassSecurityValidator.validate(foreign))
          .isInstanceOf(SecurityException.class);
    }
  }
}
