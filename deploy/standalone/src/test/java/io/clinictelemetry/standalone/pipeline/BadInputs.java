package io.clinictelemetry.standalone.pipeline;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.demo.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records at random of which most cannot be used. The same seed gives the same kinds of them. */
final class BadInputs {

  private static final int DEVICES = 20;
  private static final long[] EXTREMES = {Long.MIN_VALUE, -1, 0, 1, 1L << 53, Long.MAX_VALUE};
  private static final float[] NUMBERS = {
    Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE, 120.1f, TestDevice.STUCK_KPA
  };

  private final RunningPipeline pipeline;
  private final Random random;
  private final String prefix;
  private final List<TestEvents> devices = new ArrayList<>();
  private final long[] seq = new long[DEVICES];

  /**
   * @param prefix of the devices' ids, never used by another test
   */
  BadInputs(RunningPipeline pipeline, long seed, String prefix) {
    this.pipeline = pipeline;
    this.random = new Random(seed);
    this.prefix = prefix;
    for (int i = 0; i < DEVICES; i++) {
      devices.add(new TestEvents(prefix + i));
    }
  }

  ProducerRecord<byte[], byte[]> next() {
    int index = random.nextInt(DEVICES);
    TestEvents device = devices.get(index);
    DeviceEvent event =
        seq[index] == 0 ? device.sessionStarted() : device.frame(seq[index], TestEvents.SAMPLES);
    seq[index]++;
    return switch (random.nextInt(4)) {
      case 0 -> device.record(TestEvents.bytes(pipeline, event));
      case 1 -> device.record(TestEvents.bytes(pipeline, absurd(event)));
      case 2 -> device.record(broken(TestEvents.bytes(pipeline, event)));
      default ->
          new ProducerRecord<>(
              TopicCatalogue.TELEMETRY.name(),
              random.nextInt(Pipeline.PARTITIONS),
              key(index),
              TestEvents.bytes(pipeline, absurd(event)));
    };
  }

  private byte[] key(int index) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> new byte[] {(byte) 0xff, 0, (byte) 0xc0};
      case 2 -> (prefix + random.nextInt(DEVICES)).getBytes(StandardCharsets.UTF_8);
      default -> (prefix + index).getBytes(StandardCharsets.UTF_8);
    };
  }

  private DeviceEvent absurd(DeviceEvent event) {
    switch (random.nextInt(8)) {
      case 0 -> event.setBootId(extreme());
      case 1 -> event.setSeq(extreme());
      case 2 -> event.setSentAt(Instant.ofEpochMilli(extreme()));
      case 3 -> event.setSessionId(random.nextBoolean() ? "" : "s".repeat(201));
      case 4 -> event.setClinicId("of\u0000nobody");
      case 5 -> event.setSuction(null);
      default -> absurdFrame(event);
    }
    return event;
  }

  private void absurdFrame(DeviceEvent event) {
    var frame = event.getSuction();
    if (frame == null) {
      event.setSessionStarted(null);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> frame.setElapsedMs(extreme());
      case 1 -> frame.setFirstSampleAt(Instant.ofEpochMilli(extreme()));
      case 2 -> frame.setSampleCount((int) extreme());
      default -> {
        List<Float> samples = new ArrayList<>(frame.getVacuumKpa());
        samples.set(random.nextInt(samples.size()), NUMBERS[random.nextInt(NUMBERS.length)]);
        frame.setVacuumKpa(samples);
      }
    }
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private byte[] broken(byte[] good) {
    switch (random.nextInt(4)) {
      case 0 -> {
        return null;
      }
      case 1 -> {
        return Arrays.copyOf(good, random.nextInt(2 * good.length));
      }
      case 2 -> random.nextBytes(good);
      default -> good[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return good;
  }
}
