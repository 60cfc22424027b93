package io.clinictelemetry.domain.communication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knows of each device when it was heard, steps through the time, and counts everything anew at
 * each step.
 */
final class SilenceOracle {

  /** A device was heard at the time, ms. */
  record Heard(long atMs, String deviceId, String clinicId, boolean inSession) {}

  private enum Phase {
    UP,
    HELD,
    JOINED,
    OWN_ALERT,
    PUT_AWAY
  }

  private static final class Device {
    final String id;
    boolean inSession;
    long sinceMs;
    long lostAtMs;
    long limitMs;
    long heldUntilMs;
    Phase phase = Phase.UP;

    Device(String id) {
      this.id = id;
    }
  }

  private final long sessionLimitMs;
  private final long idleLimitMs;

  /** By clinic and id; a device that was heard elsewhere since is in that other clinic alone. */
  private final TreeMap<String, TreeMap<String, Device>> clinics = new TreeMap<>();

  private final Map<String, Long> openSince = new TreeMap<>();
  private final Map<String, Long> clearedAt = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();

  SilenceOracle(long sessionLimitMs, long idleLimitMs) {
    this.sessionLimitMs = sessionLimitMs;
    this.idleLimitMs = idleLimitMs;
  }

  /** Lines as those of the stage, from 0 to the end; all times are multiples of the step. */
  List<String> run(List<Heard> heard, long stepMs, long endMs) {
    for (long now = 0; now <= endMs; now += stepMs) {
      step(heard, now);
    }
    return lines;
  }

  private void step(List<Heard> heard, long now) {
    TreeMap<String, Heard> byDevice = new TreeMap<>();
    for (Heard one : heard) {
      if (one.atMs() == now) {
        byDevice.put(one.deviceId(), one);
        clinics.computeIfAbsent(one.clinicId(), id -> new TreeMap<>());
      }
    }
    for (String clinic : clinics.keySet()) {
      TreeSet<String> ids = new TreeSet<>(clinics.get(clinic).keySet());
      ids.addAll(byDevice.keySet());
      for (String id : ids) {
        fallSilent(id, clinic, now);
        if (byDevice.containsKey(id)) {
          hear(byDevice.get(id), clinic, now);
        }
      }
    }
    for (String clinic : clinics.keySet()) {
      for (Device device : in(clinic)) {
        due(device, clinic, now);
      }
    }
  }

  private void fallSilent(String id, String clinic, long now) {
    Device device = clinics.get(clinic).get(id);
    if (device != null && device.phase == Phase.UP && now == device.sinceMs + device.limitMs) {
      device.phase = openSince.containsKey(clinic) ? Phase.JOINED : Phase.HELD;
      device.lostAtMs = now;
      device.heldUntilMs = now + Clinic.HOLD_MS;
    }
  }

  private void hear(Heard one, String clinic, long now) {
    Device before = clinics.get(clinic).remove(one.deviceId());
    if (before != null && (before.phase == Phase.OWN_ALERT || before.phase == Phase.PUT_AWAY)) {
      lines.add(now + " " + before.id + " CLEARED " + rule(before) + from(before) + " to " + now);
    }
    if (clinic.equals(one.clinicId())) {
      Device device = new Device(one.deviceId());
      device.inSession = one.inSession();
      device.limitMs = one.inSession() ? sessionLimitMs : idleLimitMs;
      device.sinceMs = now;
      clinics.get(clinic).put(device.id, device);
    }
    if (openSince.containsKey(clinic) && !mostAreSilent(clinic)) {
      lines.add(
          now
              + " "
              + clinic
              + " CLEARED clinic-silent from "
              + openSince.remove(clinic)
              + " to "
              + now);
      clearedAt.put(clinic, now);
      for (Device other : in(clinic)) {
        if (other.phase == Phase.JOINED) {
          other.phase = Phase.HELD;
          other.heldUntilMs = now + other.limitMs + Clinic.HOLD_MS;
        } else if (other.phase == Phase.OWN_ALERT && now >= other.lostAtMs + Clinic.RECENT_MS) {
          other.phase = Phase.PUT_AWAY;
        }
      }
    }
  }

  private void due(Device device, String clinic, long now) {
    if (device.phase == Phase.OWN_ALERT
        && now >= device.lostAtMs + Clinic.RECENT_MS
        && !openSince.containsKey(clinic)) {
      device.phase = Phase.PUT_AWAY;
    }
    if (device.phase != Phase.HELD || now != device.heldUntilMs) {
      return;
    }
    if (!mostAreSilent(clinic)) {
      device.phase = now < device.lostAtMs + Clinic.RECENT_MS ? Phase.OWN_ALERT : Phase.PUT_AWAY;
      lines.add(now + " " + device.id + " OPENED " + rule(device) + from(device) + " to -");
      return;
    }
    Device first =
        in(clinic).stream()
            .filter(SilenceOracle::isSilent)
            .min(
                Comparator.<Device>comparingLong(other -> other.lostAtMs)
                    .thenComparingLong(other -> other.sinceMs)
                    .thenComparing(other -> other.id))
            .orElseThrow();
    long sinceMs = Math.max(first.sinceMs, clearedAt.getOrDefault(clinic, 0L));
    openSince.put(clinic, sinceMs);
    lines.add(now + " " + clinic + " OPENED clinic-silent from " + sinceMs + " to -");
    for (Device other : in(clinic)) {
      if (other.phase == Phase.HELD) {
        other.phase = Phase.JOINED;
      }
    }
  }

  private List<Device> in(String clinic) {
    return List.copyOf(clinics.get(clinic).values());
  }

  private static boolean isSilent(Device device) {
    return device.phase != Phase.UP && device.phase != Phase.PUT_AWAY;
  }

  private boolean mostAreSilent(String clinic) {
    long silent = in(clinic).stream().filter(SilenceOracle::isSilent).count();
    long active = in(clinic).stream().filter(device -> device.phase != Phase.PUT_AWAY).count();
    return silent >= 3 && silent / (double) active >= 0.8;
  }

  private static String rule(Device device) {
    return device.inSession ? "telemetry-lost" : "device-silent";
  }

  private static String from(Device device) {
    return " from " + device.sinceMs;
  }
}
