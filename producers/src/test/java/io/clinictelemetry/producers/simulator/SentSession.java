package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SessionEnded;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A session as it stands in the sent events, laid out sample by sample. */
final class SentSession {

  private static final long QUARTER_MS = 15 * 60_000;

  /** One sample with what its frame says of it; microcurrent readings are 0 in suction sessions. */
  record Sample(
      long atMs,
      long elapsedMs,
      int intervalMs,
      boolean bad,
      Zone zone,
      double set,
      double value,
      boolean contact,
      double motion,
      double duty,
      double peak,
      double net,
      double volts,
      double kohm,
      double hertz,
      double areaCm2) {

    boolean treating() {
      return contact && !bad;
    }
  }

  final String deviceId;
  final DeviceClass deviceClass;
  final SessionStarted start;
  final List<Sample> samples = new ArrayList<>();
  final List<Float> batteryPct = new ArrayList<>();
  SessionEnded end;

  private SentSession(String deviceId, DeviceClass deviceClass, SessionStarted start) {
    this.deviceId = deviceId;
    this.deviceClass = deviceClass;
    this.start = start;
  }

  boolean suction() {
    return start.getElectrode() == null;
  }

  boolean motionSensor() {
    return samples.stream().noneMatch(s -> Double.isNaN(s.motion()) && !s.bad());
  }

  long treatingMs() {
    return samples.stream().filter(Sample::treating).mapToLong(Sample::intervalMs).sum();
  }

  /** By the start of the quarter of an hour of UTC; no sample lies in three of them. */
  Map<Instant, Long> treatingMsByQuarter() {
    Map<Instant, Long> byQuarter = new HashMap<>();
    for (Sample sample : samples) {
      if (sample.treating()) {
        long next = (sample.atMs() / QUARTER_MS + 1) * QUARTER_MS;
        long inNext = Math.max(0, sample.atMs() + sample.intervalMs() - next);
        byQuarter.merge(
            Instant.ofEpochMilli(next - QUARTER_MS), sample.intervalMs() - inNext, Long::sum);
        if (inNext > 0) {
          byQuarter.merge(Instant.ofEpochMilli(next), inNext, Long::sum);
        }
      }
    }
    return byQuarter;
  }

  /** By session id; an event that comes twice counts once. */
  static Map<String, SentSession> of(List<Device> devices, List<DeviceEvent> events) {
    Map<String, DeviceClass> classes = new HashMap<>();
    devices.forEach(d -> classes.put(d.getDeviceId(), d.getDeviceClass()));
    Map<String, SentSession> sessions = new LinkedHashMap<>();
    Set<List<Object>> seen = new HashSet<>();
    for (DeviceEvent event : inOrder(events)) {
      String id = event.getSessionId();
      if (id == null
          || !seen.add(List.of(event.getDeviceId(), event.getBootId(), event.getSeq()))) {
        continue;
      }
      switch (event.getKind()) {
        case SESSION_STARTED ->
            sessions.put(
                id,
                new SentSession(
                    event.getDeviceId(),
                    classes.get(event.getDeviceId()),
                    event.getSessionStarted()));
        case SUCTION -> sessions.get(id).add(event.getSuction());
        case CURRENT -> sessions.get(id).add(event.getCurrent());
        case SESSION_ENDED -> sessions.get(id).end = event.getSessionEnded();
        case HEARTBEAT -> sessions.get(id).batteryPct.add(event.getHeartbeat().getBatteryPct());
        default -> {}
      }
    }
    return sessions;
  }

  private static List<DeviceEvent> inOrder(List<DeviceEvent> events) {
    return events.stream()
        .sorted(
            Comparator.comparingLong(DeviceEvent::getBootId).thenComparingLong(DeviceEvent::getSeq))
        .toList();
  }

  private void add(SuctionFrame frame) {
    for (int i = 0; i < frame.getSampleCount(); i++) {
      samples.add(
          new Sample(
              frame.getFirstSampleAt().toEpochMilli() + (long) i * frame.getSampleIntervalMs(),
              frame.getElapsedMs() + (long) i * frame.getSampleIntervalMs(),
              frame.getSampleIntervalMs(),
              bad(frame.getQuality(), i),
              Objects.requireNonNullElse(frame.getZone(), start.getZone()),
              frame.getSetKpa(),
              frame.getVacuumKpa().get(i),
              frame.getContact().get(i),
              frame.getMotionMmS() == null ? Double.NaN : frame.getMotionMmS().get(i),
              frame.getPumpDutyPct(),
              0,
              0,
              0,
              0,
              0,
              0));
    }
  }

  private void add(CurrentFrame frame) {
    for (int i = 0; i < frame.getSampleCount(); i++) {
      double current = frame.getCurrentUa().get(i);
      samples.add(
          new Sample(
              frame.getFirstSampleAt().toEpochMilli() + (long) i * frame.getSampleIntervalMs(),
              frame.getElapsedMs() + (long) i * frame.getSampleIntervalMs(),
              frame.getSampleIntervalMs(),
              bad(frame.getQuality(), i),
              Objects.requireNonNullElse(frame.getZone(), start.getZone()),
              frame.getSetUa(),
              current,
              frame.getSetUa() > 0 && current >= 0.1f * frame.getSetUa(),
              Double.NaN,
              0,
              frame.getPeakUa().get(i),
              frame.getNetUa().get(i),
              frame.getVoltageV().get(i),
              frame.getImpedanceKohm().get(i),
              frame.getFrequencyHz(),
              frame.getElectrodeAreaCm2()));
    }
  }

  private static boolean bad(List<Quality> quality, int index) {
    return quality != null && quality.get(index) == Quality.BAD;
  }
}
