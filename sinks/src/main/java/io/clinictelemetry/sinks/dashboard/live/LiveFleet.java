package io.clinictelemetry.sinks.dashboard.live;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.domain.intake.Plausibility;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest of each device, in memory. It is for looking at: alerts come from the pipeline, which
 * puts events in order and knows the devices' clocks.
 */
public final class LiveFleet {

  /** Silence that counts, as the pipeline has it: in a session, and outside one. */
  private static final Duration SILENT_IN_SESSION = Duration.ofSeconds(5);

  private static final Duration SILENT_IDLE = Duration.ofMinutes(2);

  /** More devices than any fleet; guards memory against made-up ids. */
  private static final int MOST_DEVICES = 100_000;

  private final Clock clock;
  private final int mostDevices;

  /** In the order in which they were last heard, those silent for longest first. */
  private final Map<String, LiveDevice> devices = new LinkedHashMap<>();

  private final Map<String, LiveReading> untold = new HashMap<>();

  /** Starts with no device. */
  public LiveFleet(Clock clock) {
    this(clock, MOST_DEVICES);
  }

  /**
   * @param mostDevices held at a time; for one more, the one silent for longest is forgotten
   */
  LiveFleet(Clock clock, int mostDevices) {
    this.clock = clock;
    this.mostDevices = mostDevices;
  }

  /**
   * Number of devices by what they do.
   *
   * @param treating those in session whose latest sample had contact or current
   */
  public record Counts(int inSession, int treating, int idle, int silent, int fault) {}

  /** Takes note of an event that is not a tick. */
  public void apply(DeviceEvent event, Instant appendedAt) {
    if (hasUsableIds(event)) {
      note(event, appendedAt, FrameReader.read(event, appendedAt));
    }
  }

  private synchronized void note(
      DeviceEvent event, Instant appendedAt, Optional<LiveReading> reading) {
    // Taken out first, so that it goes to the end.
    LiveDevice before = devices.remove(event.getDeviceId());
    devices.put(event.getDeviceId(), next(before, event, appendedAt, reading.orElse(null)));
    if (devices.size() > mostDevices) {
      String silentForLongest = devices.keySet().iterator().next();
      devices.remove(silentForLongest);
      untold.remove(silentForLongest);
    }
    reading.ifPresent(
        r ->
            untold.merge(
                event.getDeviceId(),
                r,
                (earlier, later) ->
                    earlier.channel().equals(later.channel()) ? later.after(earlier) : later));
  }

  /** What the pipeline quarantines as no id is not held in memory either. */
  private static boolean hasUsableIds(DeviceEvent event) {
    return Plausibility.isId(event.getDeviceId())
        && Plausibility.isId(event.getClinicId())
        && (event.getSessionId() == null || Plausibility.isId(event.getSessionId()));
  }

  private static LiveDevice next(
      LiveDevice before, DeviceEvent event, Instant appendedAt, LiveReading reading) {
    String session = event.getSessionId();
    boolean same = before != null && session != null && session.equals(before.sessionId());
    SessionStarted start = event.getSessionStarted();
    Zone zone = start != null ? start.getZone() : same ? before.zone() : null;
    Zone frameZone = frameZone(event);
    return new LiveDevice(
        event.getDeviceId(),
        event.getClinicId(),
        state(event, before),
        event.getSessionEnded() != null ? null : session,
        start != null ? start.getModality() : same ? before.modality() : null,
        frameZone != null ? frameZone : zone,
        start != null ? start.getSkinSensitivity() : same ? before.sensitivity() : null,
        appendedAt,
        reading != null ? reading : before == null ? null : before.reading());
  }

  private static Zone frameZone(DeviceEvent event) {
    if (event.getSuction() != null) {
      return event.getSuction().getZone();
    }
    return event.getCurrent() == null ? null : event.getCurrent().getZone();
  }

  private static LiveDevice.State state(DeviceEvent event, LiveDevice before) {
    return switch (event.getKind()) {
      case SESSION_STARTED, SUCTION, CURRENT -> LiveDevice.State.IN_SESSION;
      case SESSION_ENDED -> LiveDevice.State.IDLE;
      case HEARTBEAT ->
          state(event.getHeartbeat() == null ? null : event.getHeartbeat().getState());
      case UNKNOWN, TICK -> before == null ? LiveDevice.State.UNKNOWN : before.state();
    };
  }

  private static LiveDevice.State state(DeviceState reported) {
    if (reported == null) {
      return LiveDevice.State.UNKNOWN;
    }
    return switch (reported) {
      case IDLE -> LiveDevice.State.IDLE;
      case IN_SESSION -> LiveDevice.State.IN_SESSION;
      case FAULT -> LiveDevice.State.FAULT;
      case UNKNOWN -> LiveDevice.State.UNKNOWN;
    };
  }

  /** One device as it is now; empty when nothing came from it. */
  public synchronized Optional<LiveDevice> find(String deviceId) {
    return Optional.ofNullable(devices.get(deviceId)).map(this::silencedAt);
  }

  /** All devices that anything came from, as they are now. */
  public Collection<LiveDevice> all() {
    return known().stream().map(this::silencedAt).toList();
  }

  private synchronized List<LiveDevice> known() {
    return List.copyOf(devices.values());
  }

  private LiveDevice silencedAt(LiveDevice device) {
    boolean inSession = device.state() == LiveDevice.State.IN_SESSION;
    Duration patience = inSession ? SILENT_IN_SESSION : SILENT_IDLE;
    if (device.lastSeen().plus(patience).isAfter(clock.instant())) {
      return device;
    }
    return new LiveDevice(
        device.deviceId(),
        device.clinicId(),
        LiveDevice.State.SILENT,
        device.sessionId(),
        device.modality(),
        device.zone(),
        device.sensitivity(),
        device.lastSeen(),
        device.reading());
  }

  /** The readings since the last call, condensed to one for each device. */
  public synchronized Map<String, LiveReading> takeUntold() {
    Map<String, LiveReading> taken = Map.copyOf(untold);
    untold.clear();
    return taken;
  }

  /** Number of devices by what they do. */
  public Counts counts() {
    int inSession = 0;
    int treating = 0;
    int idle = 0;
    int silent = 0;
    int fault = 0;
    for (LiveDevice device : all()) {
      switch (device.state()) {
        case IN_SESSION -> {
          inSession++;
          treating += device.reading() != null && device.reading().treating() ? 1 : 0;
        }
        case IDLE -> idle++;
        case SILENT -> silent++;
        case FAULT -> fault++;
        case UNKNOWN -> {}
      }
    }
    return new Counts(inSession, treating, idle, silent, fault);
  }
}
