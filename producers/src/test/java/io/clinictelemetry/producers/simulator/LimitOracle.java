package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.Device;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Judges frames by the default limits, by brute force and from the sent events alone. */
final class LimitOracle {

  /** What it found in one session. */
  static final class Verdict {
    final List<String> softBreaches = new ArrayList<>();
    final Set<String> hardRules = new HashSet<>();
    long samples;
    long treatingMs;
    long lastSampleEndMs;
    int lowRun;
    int longestLowRun;
  }

  private static final Map<DeviceClass, double[]> KPA =
      Map.of(
          DeviceClass.MEDICAL, new double[] {10, 50, 65},
          DeviceClass.SALON, new double[] {10, 41, 55},
          DeviceClass.HOME, new double[] {8, 30, 40});
  private static final Map<DeviceClass, double[]> UA =
      Map.of(
          DeviceClass.MEDICAL, new double[] {10, 600, 1000},
          DeviceClass.SALON, new double[] {10, 500, 700},
          DeviceClass.HOME, new double[] {10, 400, 500});
  private static final Map<Zone, Double> FACTORS =
      Map.of(
          Zone.FACE, 1.0,
          Zone.NECK, 0.6,
          Zone.DECOLLETE, 0.7,
          Zone.PERIORBITAL, 0.4,
          Zone.LIP, 0.4,
          Zone.BODY, 1.2);

  private LimitOracle() {}

  static Map<String, Verdict> judge(List<Device> devices, List<DeviceEvent> events) {
    Map<String, DeviceClass> classes = new HashMap<>();
    devices.forEach(d -> classes.put(d.getDeviceId(), d.getDeviceClass()));
    Map<String, SessionStarted> starts = new HashMap<>();
    Map<String, Verdict> verdicts = new HashMap<>();
    for (DeviceEvent event : events) {
      String id = event.getSessionId();
      DeviceClass deviceClass = classes.get(event.getDeviceId());
      switch (event.getKind()) {
        case SESSION_STARTED -> {
          starts.put(id, event.getSessionStarted());
          verdicts.put(id, new Verdict());
        }
        case SUCTION ->
            suction(event.getSuction(), starts.get(id), KPA.get(deviceClass), verdicts.get(id));
        case CURRENT ->
            current(event.getCurrent(), starts.get(id), UA.get(deviceClass), verdicts.get(id));
        default -> {}
      }
    }
    return verdicts;
  }

  private static double soft(double limit, double hard, Zone zone, SessionStarted start) {
    Zone here = Objects.requireNonNullElse(zone, start.getZone());
    double sensitive = start.getSkinSensitivity() == SkinSensitivity.SENSITIVE ? 0.7 : 1;
    return Math.min(limit * FACTORS.get(here) * sensitive, hard);
  }

  private static void suction(
      SuctionFrame frame, SessionStarted start, double[] limits, Verdict verdict) {
    double softHigh = soft(limits[1], limits[2], frame.getZone(), start);
    for (int i = 0; i < frame.getSampleCount(); i++) {
      count(frame.getFirstSampleAt().toEpochMilli(), i, frame.getSampleIntervalMs(), verdict);
      float vacuum = frame.getVacuumKpa().get(i);
      if (bad(frame.getQuality(), i) || !frame.getContact().get(i)) {
        verdict.lowRun = 0;
        continue;
      }
      verdict.treatingMs += frame.getSampleIntervalMs();
      if (vacuum > limits[2]) {
        verdict.hardRules.add("suction-hard-high");
      }
      if (vacuum > softHigh) {
        verdict.softBreaches.add("%s kPa > %s".formatted(vacuum, softHigh));
      }
      low(vacuum < limits[0], verdict);
    }
  }

  private static void current(
      CurrentFrame frame, SessionStarted start, double[] limits, Verdict verdict) {
    double softHigh = soft(limits[1], limits[2], frame.getZone(), start);
    for (int i = 0; i < frame.getSampleCount(); i++) {
      count(frame.getFirstSampleAt().toEpochMilli(), i, frame.getSampleIntervalMs(), verdict);
      float current = frame.getCurrentUa().get(i);
      if (bad(frame.getQuality(), i)) {
        continue;
      }
      if (frame.getPeakUa().get(i) > limits[2]) {
        verdict.hardRules.add("current-hard-peak");
      }
      if (frame.getSetUa() == 0 || current < 0.1f * frame.getSetUa()) {
        verdict.lowRun = 0;
        continue;
      }
      verdict.treatingMs += frame.getSampleIntervalMs();
      if (current > softHigh) {
        verdict.softBreaches.add("%s uA > %s".formatted(current, softHigh));
      }
      low(current < limits[0], verdict);
    }
  }

  private static void count(long firstMs, int index, int intervalMs, Verdict verdict) {
    verdict.samples++;
    verdict.lastSampleEndMs = firstMs + (long) (index + 1) * intervalMs;
  }

  private static void low(boolean low, Verdict verdict) {
    verdict.lowRun = low ? verdict.lowRun + 1 : 0;
    verdict.longestLowRun = Math.max(verdict.longestLowRun, verdict.lowRun);
  }

  private static boolean bad(List<Quality> quality, int index) {
    return quality != null && quality.get(index) == Quality.BAD;
  }
}
