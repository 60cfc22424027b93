package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose limits a device is judged by. */
class DeviceClassTest {

  private final Pipeline pipeline = Pipeline.safety();

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void judgesADeviceByTheClassInTheInventory() {
    pipeline.register("d1", DeviceClass.MEDICAL);
    pipeline.append(device("d1").startsSession("s1").suction(1_000, 60).suction(300, 66).sent());

    assertThat(policies()).containsExactly("default/microdermabrasion/medical#1");
  }

  @Test
  void judgesAnUnknownDeviceByTheStrictestClass() {
    pipeline.register("another", DeviceClass.MEDICAL);
    pipeline.append(device("d1").startsSession("s1").suction(300, 41).sent());

    assertThat(policies()).containsExactly("default/microdermabrasion/home#1");
  }

  @Test
  void judgesADeviceOfAnUnknownClassByTheStrictest() {
    pipeline.register("d1", DeviceClass.UNKNOWN);
    pipeline.append(device("d1").startsSession("s1").suction(300, 41).sent());

    assertThat(policies()).containsExactly("default/microdermabrasion/home#1");
  }

  @Test
  void judgesASessionByTheClassThatTheDeviceHadWhenItStarted() {
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    pipeline.register("d1", DeviceClass.MEDICAL);
    pipeline.append(device.suction(300, 41).last());
    pipeline.append(device.endsSession().last());
    assertThat(policies()).containsOnly("default/microdermabrasion/home#1");

    pipeline.append(device.startsSession("s2").last());
    pipeline.append(device.suction(300, 66).last());
    assertThat(policies()).containsExactly("default/microdermabrasion/medical#1");
  }

  @Test
  void judgesADeviceThatLeftTheInventoryByTheStrictestClass() {
    pipeline.register("d1", DeviceClass.MEDICAL);
    pipeline.reference(TopicCatalogue.DEVICES, utf8("d1"), null);
    pipeline.append(device("d1").startsSession("s1").suction(300, 41).sent());

    assertThat(policies()).containsExactly("default/microdermabrasion/home#1");
  }

  @Test
  void goesOnAfterAnInventoryRecordThatCannotBeReadAndKeepsTheOneBefore() {
    pipeline.register("d1", DeviceClass.MEDICAL);
    pipeline.reference(TopicCatalogue.DEVICES, utf8("d1"), utf8("no Avro"));
    pipeline.reference(TopicCatalogue.DEVICES, null, utf8("nobody's"));
    pipeline.append(device("d1").startsSession("s1").suction(300, 66).sent());

    assertThat(policies()).containsExactly("default/microdermabrasion/medical#1");
  }

  @Test
  void keepsTheInventoryWithoutASchemaOfTheStore() {
    pipeline.register("d1", DeviceClass.MEDICAL);
    pipeline.append(device("d1").startsSession("s1").suction(300, 66).sent());

    assertThat(pipeline.subjects())
        .containsExactlyInAnyOrder(
            "clinic.devices-value",
            "clinic.telemetry-value",
            "clinic.alert-events-value",
            "clinic.alerts-value",
            "clinic.ledger-value");
  }

  private List<String> policies() {
    return pipeline.alerts().stream()
        .filter(record -> record.value().getRule().startsWith("suction-"))
        .map(record -> record.value().getPolicy())
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
