package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.contracts.audit.ChainLink;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.TestDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** The chains of alert events. */
class AlertChainsTest {

  @Test
  void theEventsOfEachSubjectAreChainedAsTheyAreTold() {
    TestDevice first = device("d1");
    TestDevice second = device("d2");
    try (Pipeline pipeline =
        Pipeline.safety().register("d1", DeviceClass.SALON).register("d2", DeviceClass.SALON)) {
      pipeline.append(first.startsSession("s1").suction(3_000, 70).endsSession().sent());
      pipeline.append(second.at(T0 + 10_000).startsSession("s2").suction(1_000, 70).sent());
      // Silent in its session, which the stage of clinics tells.
      pipeline.ticks(T0 + 12_000, T0 + 120_000);

      List<TestRecord<byte[], byte[]>> records = pipeline.alertEventRecords();
      Map<String, String> ends = new HashMap<>();
      List<String> places = new ArrayList<>();
      for (TestRecord<byte[], byte[]> record : records) {
        ChainLink link = ChainLink.of(record.headers()).orElseThrow();
        places.add(link.chain() + " " + link.number());
        assertThat(link.seals(record.key(), record.value())).isTrue();
        assertThat(link.previous()).isEqualTo(ends.getOrDefault(link.chain(), ChainLink.NONE));
        ends.put(link.chain(), link.hash());
      }
      assertThat(places)
          .startsWith(
              "alerts/device/d1 1",
              "alerts/device/d1 2",
              "alerts/device/d1 3",
              "alerts/device/d1 4",
              "alerts/device/d2 1")
          .contains("links/device/d2 1")
          .doesNotHaveDuplicates();
    }
  }
}
