package io.clinictelemetry.streams.fuzz;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Devices by the hundred thousand, each heard of once. */
class ManyDevicesTest {

  /** A million takes some minutes; an ordinary build takes fewer. */
  private static final int DEVICES = Integer.getInteger("clinic.fuzz.devices", 20_000);

  private static final int BATCH = 1_000;

  /** Caches of the stores and of the test driver; more devices do not need more of them. */
  private static final long MOST_BYTES = 64L << 20;

  @Test
  void safetyKeepsDevicesOnDisk() {
    // Each may fall silent.
    run("safety", Pipeline::safety, DEVICES);
  }

  @Test
  void usageKeepsDevicesOnDisk() {
    run("usage", Pipeline::usage, 0);
  }

  private static void run(String application, Supplier<Pipeline> start, int timers) {
    try (Pipeline pipeline = start.get()) {
      DeviceEvent event = device("d").heartbeat().last().event();
      append(pipeline, event, 0, BATCH);
      long before = Heap.usedBytes();
      for (int from = BATCH; from < DEVICES; from += BATCH) {
        append(pipeline, event, from, Math.min(DEVICES, from + BATCH));
      }
      long after = Heap.usedBytes();

      System.out.printf(
          Locale.ROOT,
          "%s heard of %,d devices: heap %d MiB before, %d MiB after%n",
          application,
          DEVICES,
          before >> 20,
          after >> 20);
      String devices = application + "-devices";
      assertThat(pipeline.store(devices).persistent()).as("devices are kept on disk").isTrue();
      assertThat(pipeline.entries(devices)).isEqualTo(DEVICES);
      assertThat(pipeline.ledger().getApplied()).isEqualTo(DEVICES);
      assertThat(pipeline.entries(application + "-timers")).isEqualTo(timers);
      assertThat(pipeline.entries(application + "-waiting")).isZero();
      assertThat(after - before).as("heap in bytes").isLessThan(MOST_BYTES);
    }
  }

  private static void append(Pipeline pipeline, DeviceEvent event, int from, int to) {
    for (int i = from; i < to; i++) {
      String id = "device-" + i;
      event.setDeviceId(id);
      pipeline.appendUnchecked(
          id.getBytes(StandardCharsets.UTF_8),
          pipeline.bytes(TopicCatalogue.TELEMETRY, event),
          T0 + i);
    }
    pipeline.checkLedger();
    pipeline.forgetOutputs();
  }
}
