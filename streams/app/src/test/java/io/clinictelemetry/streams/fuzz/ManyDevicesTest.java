package io.clinictelemetry.streams.fuzz;

import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Pipeline.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Devices by the hundred thousand that are idle: each sends a sign of life, and may fall silent.
 */
@Tag("long")
class ManyDevicesTest {

  /** A million takes some minutes; an ordinary build takes fewer. */
  private static final int DEVICES = Integer.getInteger("clinic.fuzz.devices", 10_000);

  private static final int DEVICES_IN_A_CLINIC = 50;

  /** Also how many deadlines fire with one record. */
  private static final int BATCH = 1_000;

  /** Caches of the stores and of the test driver; more devices do not need more of them. */
  private static final long MOST_BYTES = 64L << 20;

  /** Since the first sign of life, until the last device has been silent for too long, ms. */
  private static final long SILENCE_MS = 10 * 60_000;

  private final Map<String, Written> changelogs = new TreeMap<>();

  @Test
  void safetyKeepsDevicesAndTheirTimersOnDisk() {
    try (Pipeline pipeline = Pipeline.safety()) {
      hearOfAll("safety", pipeline);
      assertThat(pipeline.entries("safety-timers")).isEqualTo(DEVICES);
      Written timers = changelogs.get("safety-timers");
      assertThat(timers.records()).as("timers armed").isEqualTo(DEVICES);
      print(
          "  %,d bytes of device states, %,d bytes of timers in changelogs%n",
          changelogs.get("safety-devices").bytes(), timers.bytes());

      send(pipeline, 1, 0, DEVICES);
      assertThat(changelogs.get("safety-timers"))
          .as("a further sign of life does not rewrite the timer")
          .isEqualTo(timers);

      tick(pipeline, "with nothing due", T0 + DEVICES, BATCH);
      // Each timer fires once for the first sign of life, finds the second, and is armed again.
      int ticks = 2 * DEVICES / BATCH;
      tick(pipeline, "while all fall silent", T0 + SILENCE_MS + DEVICES, ticks - 1);
      assertThat(pipeline.entries("safety-timers")).as("still to fire").isEqualTo(BATCH);
      tick(pipeline, "for the last", T0 + SILENCE_MS + DEVICES, 1);
      assertThat(pipeline.entries("safety-timers")).isZero();
      assertThat(pipeline.counted("clinic.links", "change", "LOST")).isEqualTo(DEVICES);
    }
  }

  @Test
  void usageKeepsDevicesOnDisk() {
    try (Pipeline pipeline = Pipeline.usage()) {
      hearOfAll("usage", pipeline);
      assertThat(pipeline.entries("usage-timers"))
          .as("the time for which each was on is to be published")
          .isEqualTo(DEVICES);
    }
  }

  private void hearOfAll(String application, Pipeline pipeline) {
    send(pipeline, 0, 0, BATCH);
    long before = Heap.usedBytes();
    send(pipeline, 0, BATCH, DEVICES);
    long after = Heap.usedBytes();
    print(
        "%s heard of %,d devices: heap %d MiB before, %d MiB after%n",
        application, DEVICES, before >> 20, after >> 20);
    String devices = application + "-devices";
    assertThat(pipeline.store(devices).persistent()).as("devices are kept on disk").isTrue();
    assertThat(pipeline.entries(devices)).isEqualTo(DEVICES);
    assertThat(pipeline.ledger().getApplied()).isEqualTo(DEVICES);
    assertThat(pipeline.entries(application + "-waiting")).isZero();
    assertThat(after - before).as("heap in bytes").isLessThan(MOST_BYTES);
  }

  /** One sign of life of each, a millisecond apart. */
  private void send(Pipeline pipeline, int seq, int from, int to) {
    DeviceEvent event = device("d").heartbeat().last().event();
    event.setSeq(seq);
    for (int i = from; i < to; i++) {
      String id = "device-" + i;
      event.setDeviceId(id);
      event.setClinicId("clinic-" + i / DEVICES_IN_A_CLINIC);
      long atMs = T0 + (seq == 0 ? i : DEVICES);
      event.setSentAt(Instant.ofEpochMilli(atMs));
      pipeline.appendUnchecked(
          id.getBytes(StandardCharsets.UTF_8),
          pipeline.bytes(TopicCatalogue.TELEMETRY, event),
          atMs);
      if (i % BATCH == BATCH - 1) {
        forgetOutputs(pipeline);
      }
    }
    pipeline.checkLedger();
  }

  private void tick(Pipeline pipeline, String when, long atMs, int times) {
    byte[] tick = pipeline.bytes(TopicCatalogue.TELEMETRY, Pipeline.aTick(atMs));
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      pipeline.appendUnchecked(null, tick, atMs);
    }
    print(
        "  a tick %s takes %,d us%n",
        when, (System.nanoTime() - begin) / Math.max(1, times) / 1_000);
    forgetOutputs(pipeline);
    pipeline.checkLedger();
  }

  private void forgetOutputs(Pipeline pipeline) {
    pipeline
        .forgetOutputs()
        .forEach((store, written) -> changelogs.merge(store, written, Written::plus));
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
