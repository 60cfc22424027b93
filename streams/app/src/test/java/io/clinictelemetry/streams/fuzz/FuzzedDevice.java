package io.clinictelemetry.streams.fuzz;

import static io.clinictelemetry.streams.testing.TestDevice.device;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.streams.testing.Draw;
import io.clinictelemetry.streams.testing.TestDevice;
import java.time.Instant;
import java.util.Random;

/** A device that does whatever occurs to it; what it sends is in itself possible. */
final class FuzzedDevice {

  private static final int INTERVAL_MS = TestDevice.INTERVAL_MS;
  private static final String[] CLINICS = {"clinic-1", "clinic-2", "clinic-3"};
  private static final String[] SESSIONS = {"s0", "s1", "s2", "s3"};

  private static final DeviceEvent HEARTBEAT = device("t").heartbeat().last().event();
  private static final DeviceEvent START = device("t").startsSession("s").last().event();
  private static final DeviceEvent START_CURRENT =
      device("t").startsCurrentSession("s").last().event();
  private static final DeviceEvent SUCTION = device("t").suction(1_000, 30).last().event();
  private static final DeviceEvent CURRENT = device("t").current(1_000, 200).last().event();
  private static final DeviceEvent END =
      device("t").startsSession("s").endsSession().last().event();

  private final String id;
  private String clinicId = "clinic-1";
  private String sessionId;
  private long sessionStartedMs;
  private long bootId = 1;
  private long seq;
  private long clockErrorMs;
  private DeviceEvent latest;

  FuzzedDevice(String id) {
    this.id = id;
  }

  /** What it sends next, by its own clock at the moment. */
  DeviceEvent next(Random random, long nowMs) {
    Instant now = Instant.ofEpochMilli(nowMs + clockErrorMs);
    DeviceEvent event =
        switch (random.nextInt(20)) {
          case 0 -> start(copy(START), Draw.one(random, SESSIONS), now);
          case 1 -> start(copy(START_CURRENT), Draw.one(random, SESSIONS), now);
          case 2 -> start(copy(START), "endless-" + random.nextInt(1_000_000), now);
          case 3 -> end(now);
          case 4 -> {
            sessionId = null;
            yield suction(random, now);
          }
          case 5 -> {
            bootId += 1 + random.nextInt(2);
            seq = 0;
            yield copy(HEARTBEAT);
          }
          case 6 -> {
            seq += 1 + random.nextInt(3);
            yield copy(HEARTBEAT);
          }
          case 7 -> {
            clinicId = Draw.one(random, CLINICS);
            yield copy(HEARTBEAT);
          }
          case 8 -> {
            clockErrorMs = Draw.one(random, 0L, 4_000L, 86_400_000L, -86_400_000L);
            yield copy(HEARTBEAT);
          }
          case 9 -> {
            if (latest != null) {
              yield null;
            }
            yield copy(HEARTBEAT);
          }
          case 10, 11, 12, 13 -> current(random, now);
          default -> suction(random, now);
        };
    if (event == null) { // the same again
      return copy(latest);
    }
    event.setDeviceId(id);
    event.setClinicId(clinicId);
    event.setSessionId(sessionId);
    event.setBootId(bootId);
    event.setSeq(seq++);
    event.setSentAt(now);
    latest = event;
    return copy(event);
  }

  private DeviceEvent start(DeviceEvent event, String session, Instant now) {
    sessionId = session;
    sessionStartedMs = now.toEpochMilli();
    event.getSessionStarted().setStartedAt(now);
    return event;
  }

  private DeviceEvent end(Instant now) {
    if (sessionId == null) {
      return copy(HEARTBEAT);
    }
    DeviceEvent event = copy(END);
    event.getSessionEnded().setEndedAt(now);
    return event;
  }

  private DeviceEvent suction(Random random, Instant now) {
    DeviceEvent event = copy(SUCTION);
    event.getSuction().setFirstSampleAt(now.minusMillis(10 * INTERVAL_MS));
    event.getSuction().setElapsedMs(elapsedMs(now));
    event.getSuction().getVacuumKpa().replaceAll(kpa -> 80 * random.nextFloat());
    return event;
  }

  private DeviceEvent current(Random random, Instant now) {
    DeviceEvent event = copy(CURRENT);
    event.getCurrent().setFirstSampleAt(now.minusMillis(10 * INTERVAL_MS));
    event.getCurrent().setElapsedMs(elapsedMs(now));
    event.getCurrent().getPeakUa().replaceAll(ua -> 900 * random.nextFloat());
    return event;
  }

  private long elapsedMs(Instant now) {
    return Math.max(0, now.toEpochMilli() - 10 * INTERVAL_MS - sessionStartedMs);
  }

  private static DeviceEvent copy(DeviceEvent event) {
    return DeviceEvent.newBuilder(event).build();
  }
}
