package io.clinictelemetry.streams.fuzz;

import static io.clinictelemetry.streams.testing.TestDevice.T0;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.streams.testing.Draw;
import io.clinictelemetry.streams.testing.LaterRelease;
import io.clinictelemetry.streams.testing.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Devices that treat, and whose records are absurd now and then: valid Avro that says what cannot
 * be, or what nobody expects.
 */
final class FuzzedRecords {

  private static final int DEVICES = 24;

  private final Random random;
  private final Pipeline pipeline;
  private final List<FuzzedDevice> devices = new ArrayList<>();
  private final List<DeviceEvent> donors = new ArrayList<>();
  private long nowMs = T0;
  private int nextDevice = DEVICES;

  /**
   * @param pipeline whose registry gives the ids of the schemas
   */
  FuzzedRecords(Random random, Pipeline pipeline) {
    this.random = random;
    this.pipeline = pipeline;
    for (int i = 0; i < DEVICES; i++) {
      FuzzedDevice device = new FuzzedDevice("fuzzed-" + i);
      devices.add(device);
      donors.add(device.next(random, T0));
    }
  }

  /** The next record, good or absurd. */
  Input next() {
    nowMs = Math.max(T0, nowMs + elapsing());
    int index = random.nextInt(DEVICES);
    if (random.nextInt(100) == 0) { // one whose counters went too far is never heard again
      devices.set(index, new FuzzedDevice("fuzzed-" + nextDevice++));
    }
    DeviceEvent event = devices.get(index).next(random, nowMs);
    donors.set(index, DeviceEvent.newBuilder(event).build());
    int edits = Draw.one(random, 0, 0, 0, 0, 0, 0, 1, 1, 2, 4);
    for (int i = 0; i < edits; i++) {
      edit(event);
    }
    return new Input(key(event), value(event), nowMs);
  }

  /** Mostly a little; sometimes so long that sessions time out; sometimes a broker's clock errs. */
  private long elapsing() {
    return switch (random.nextInt(500)) {
      case 0 -> Pipeline.SESSION_TIMEOUT.toMillis() + 1;
      case 1 -> -3_000;
      default -> random.nextInt(200);
    };
  }

  private byte[] key(DeviceEvent event) {
    byte[] own = event.getDeviceId().getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(200)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> "another".getBytes(StandardCharsets.UTF_8);
      case 3 -> new byte[] {(byte) 0xff, (byte) 0xc0, 0};
      default -> own;
    };
  }

  private byte[] value(DeviceEvent event) {
    if (random.nextInt(100) > 0) {
      return pipeline.bytes(TopicCatalogue.TELEMETRY, event);
    }
    boolean start = event.getSessionStarted() != null;
    return pipeline.bytes(
        start && random.nextBoolean()
            ? LaterRelease.withUnknownModality(pipeline, event)
            : LaterRelease.withUnknownKind(pipeline, event));
  }

  private void edit(DeviceEvent event) {
    switch (random.nextInt(12)) {
      case 0 -> event.setDeviceId(Absurd.id(random));
      case 1 -> event.setClinicId(Absurd.id(random));
      case 2 -> event.setSessionId(random.nextBoolean() ? null : Absurd.id(random));
      case 3 -> event.setBootId(Absurd.counter(random, event.getBootId()));
      case 4 -> event.setSeq(Absurd.counter(random, event.getSeq()));
      case 5 -> event.setSentAt(Absurd.time(random));
      case 6 -> event.setKind(Draw.one(random, EventKind.values()));
      case 7 -> takePayload(event, donors.get(random.nextInt(DEVICES)));
      default -> editPayload(event);
    }
  }

  /** One payload too many, or none at all. */
  private void takePayload(DeviceEvent event, DeviceEvent from) {
    switch (random.nextInt(6)) {
      case 0 -> event.setSessionStarted(from.getSessionStarted());
      case 1 -> event.setSuction(from.getSuction());
      case 2 -> event.setCurrent(from.getCurrent());
      case 3 -> event.setSessionEnded(from.getSessionEnded());
      case 4 -> event.setHeartbeat(from.getHeartbeat());
      default -> event.setTick(Pipeline.aTick(nowMs).getTick());
    }
  }

  private void editPayload(DeviceEvent event) {
    if (event.getSessionStarted() != null) {
      var start = event.getSessionStarted();
      switch (random.nextInt(4)) {
        case 0 -> start.setStartedAt(Absurd.time(random));
        case 1 -> start.setPlannedDurationMs(Absurd.duration(random));
        case 2 -> start.setProgramme(Absurd.id(random));
        default -> {
          start.setZone(Draw.one(random, Zone.values()));
          start.setSkinSensitivity(Draw.one(random, SkinSensitivity.values()));
        }
      }
    } else if (event.getSessionEnded() != null) {
      event.getSessionEnded().setEndedAt(Absurd.time(random));
    } else if (event.getSuction() != null) {
      editSuction(event.getSuction());
    } else if (event.getCurrent() != null) {
      editCurrent(event.getCurrent());
    }
  }

  private void editSuction(io.clinictelemetry.avro.SuctionFrame frame) {
    switch (random.nextInt(8)) {
      case 0 -> frame.setFirstSampleAt(Absurd.time(random));
      case 1 -> frame.setSampleIntervalMs(Absurd.interval(random));
      case 2 -> frame.setSampleCount(Absurd.count(random));
      case 3 -> frame.setElapsedMs(Absurd.duration(random));
      case 4 -> frame.setVacuumKpa(Absurd.samples(random));
      case 5 -> {
        frame.setVacuumKpa(Absurd.samples(random));
        frame.setSampleCount(frame.getVacuumKpa().size());
        frame.setContact(Collections.nCopies(frame.getSampleCount(), true));
      }
      case 6 -> frame.setQuality(qualities(random.nextInt(12)));
      default -> frame.setZone(Draw.one(random, Zone.values()));
    }
  }

  private void editCurrent(io.clinictelemetry.avro.CurrentFrame frame) {
    switch (random.nextInt(8)) {
      case 0 -> frame.setFirstSampleAt(Absurd.time(random));
      case 1 -> frame.setSampleIntervalMs(Absurd.interval(random));
      case 2 -> frame.setSampleCount(Absurd.count(random));
      case 3 -> frame.setElapsedMs(Absurd.duration(random));
      case 4 -> frame.setPeakUa(Absurd.samples(random));
      case 5 -> {
        List<Float> samples = Absurd.samples(random);
        frame.setCurrentUa(samples);
        frame.setPeakUa(samples);
        frame.setNetUa(samples);
        frame.setVoltageV(samples);
        frame.setImpedanceKohm(samples);
        frame.setSampleCount(samples.size());
      }
      case 6 -> frame.setSetUa(Absurd.number(random));
      default -> frame.setQuality(qualities(random.nextInt(12)));
    }
  }

  private List<Quality> qualities(int count) {
    List<Quality> qualities = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      qualities.add(Draw.one(random, Quality.values()));
    }
    return qualities;
  }
}
