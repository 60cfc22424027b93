package io.clinictelemetry.producers.client;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SessionEnded;
import io.clinictelemetry.avro.SessionStarted;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.UUID;

/**
 * One device's side of the telemetry, for one boot: sessions, samples put into frames, heartbeats.
 *
 * <p>Each call either takes effect or throws before it has any: after a {@link
 * ChannelRefusedException} the same call may be made again. An event that the outlet did not take
 * waits here and goes out before the next one, so numbers have no holes. Only an event that no
 * channel will ever take leaves one: its listener is told, and those behind it go on.
 *
 * <p>Safe for use by several threads, which then wait for each other.
 */
public final class DeviceClient implements AutoCloseable {

  private final DeviceIdentity identity;
  private final long bootId;
  private final Outlet outlet;
  private final InstantSource clock;
  private final FrameShape shape;
  private final ArrayDeque<DeviceEvent> outbox = new ArrayDeque<>();
  private Optional<OpenSession> session = Optional.empty();
  private long nextSeq;
  private boolean closed;

  /** As the other constructor with {@link FrameShape#DEFAULT}. */
  public DeviceClient(
      DeviceIdentity identity, BootStore boots, Outlet outlet, InstantSource clock) {
    this(identity, boots, outlet, clock, FrameShape.DEFAULT);
  }

  /**
   * Begins a boot of the device.
   *
   * @param boots gives the boot its number
   * @param outlet may be shared; it is not closed here
   * @param clock the device's own wall clock, right or not
   * @throws BootStoreException when no boot id can be given out safely
   */
  public DeviceClient(
      DeviceIdentity identity,
      BootStore boots,
      Outlet outlet,
      InstantSource clock,
      FrameShape shape) {
    this.identity = identity;
    this.outlet = outlet;
    this.clock = clock;
    this.shape = shape;
    this.bootId = boots.next(identity.deviceId());
  }

  /** The number of this boot. */
  public long bootId() {
    return bootId;
  }

  /** Begins a session with a new random id, and returns the id. */
  public String startSession(SessionPlan plan) {
    String sessionId = UUID.randomUUID().toString();
    startSession(sessionId, plan);
    return sessionId;
  }

  /**
   * Begins a session now.
   *
   * @param sessionId opaque, never used before, and never the identity of a person; at most 200
   *     characters, none of them a control character
   * @throws IllegalArgumentException when the id cannot be one
   * @throws IllegalStateException when a session is open
   */
  public synchronized void startSession(String sessionId, SessionPlan plan) {
    ready();
    Checks.id("sessionId", sessionId);
    if (session.isPresent()) {
      throw new IllegalStateException(
          "%s: session %s is open; end it before another begins"
              .formatted(identity.deviceId(), session.get().sessionId()));
    }
    OpenSession opened = new OpenSession(sessionId, plan, clock.instant(), shape.intervalMs());
    session = Optional.of(opened);
    SessionStarted started = new SessionStarted();
    started.setModality(plan.modality());
    started.setProgramme(plan.programme());
    started.setPlannedDurationMs(plan.plannedDuration().toMillis());
    started.setZone(plan.zone());
    started.setSkinSensitivity(plan.sensitivity());
    started.setElectrode(plan.electrode().orElse(null));
    started.setWaveform(plan.waveform().orElse(null));
    started.setStartedAt(opened.startedAt());
    started.setTestSession(plan.testSession());
    DeviceEvent event = newEvent(EventKind.SESSION_STARTED);
    event.setSessionStarted(started);
    post(event);
  }

  /**
   * Adds the next sample, taken one interval after the one before, the first at the session's
   * start. It is sent once its frame is full, the setting changes, the session ends or the device
   * sees a breach.
   *
   * @throws IllegalStateException when no microdermabrasion session is open
   */
  public synchronized void addSample(SuctionSetting setting, SuctionSample sample) {
    ready();
    OpenSession open = requireSession(Modality.MICRODERMABRASION);
    PendingFrame.Suction frame;
    if (open.pending() instanceof PendingFrame.Suction suction && suction.takes(setting, sample)) {
      frame = suction;
    } else {
      postPending(open);
      frame = new PendingFrame.Suction(setting, sample);
      open.begin(frame);
    }
    frame.add(sample);
    added(open, sample.breach());
  }

  /**
   * Adds the next sample, as {@link #addSample(SuctionSetting, SuctionSample)} does.
   *
   * @throws IllegalStateException when no microcurrent session is open
   */
  public synchronized void addSample(CurrentSetting setting, CurrentSample sample) {
    ready();
    OpenSession open = requireSession(Modality.MICROCURRENT);
    PendingFrame.Current frame;
    if (open.pending() instanceof PendingFrame.Current current && current.takes(setting)) {
      frame = current;
    } else {
      postPending(open);
      frame = new PendingFrame.Current(setting);
      open.begin(frame);
    }
    frame.add(sample);
    added(open, sample.breach());
  }

  private void added(OpenSession open, boolean breach) {
    open.sampled(1);
    // A breach must not wait for the rest of its frame: it decides how soon an alert is raised.
    if (breach || open.pending().size() >= shape.samples()) {
      postPending(open);
    }
  }

  /**
   * Says that no samples were taken for so many intervals; nothing is invented in their place.
   *
   * @param count 1 or more
   * @throws IllegalStateException when no session is open
   */
  public synchronized void skipSamples(int count) {
    ready();
    OpenSession open = requireSession();
    if (count < 1) {
      throw new IllegalArgumentException("count=%d: give at least 1".formatted(count));
    }
    postPending(open);
    open.sampled(count);
  }

  /**
   * Sends what is left of the session's samples, and ends it now.
   *
   * @throws IllegalStateException when no session is open
   */
  public synchronized void endSession(EndReason reason) {
    ready();
    OpenSession open = requireSession();
    if (reason == EndReason.UNKNOWN) {
      throw new IllegalArgumentException("reason=UNKNOWN: say why the session ended");
    }
    postPending(open);
    SessionEnded ended = new SessionEnded();
    ended.setEndedAt(clock.instant());
    ended.setReason(reason);
    DeviceEvent event = newEvent(EventKind.SESSION_ENDED);
    event.setSessionEnded(ended);
    session = Optional.empty();
    post(event);
  }

  /**
   * Sends a sign of life.
   *
   * @param heartbeat without {@code measured_at} it is of now
   * @throws IllegalArgumentException when the state is unknown or a number is impossible
   */
  public synchronized void heartbeat(Heartbeat heartbeat) {
    ready();
    if (heartbeat.getState() == null || heartbeat.getState() == DeviceState.UNKNOWN) {
      throw new IllegalArgumentException("state: say what the device is doing");
    }
    Checks.notNegative("battery_pct", heartbeat.getBatteryPct());
    Checks.notNegative("pump_hours", heartbeat.getPumpHours());
    Checks.notNegative("filter_hours", heartbeat.getFilterHours());
    DeviceEvent event = newEvent(EventKind.HEARTBEAT);
    event.setHeartbeat(
        heartbeat.getMeasuredAt() != null
            ? heartbeat
            : Heartbeat.newBuilder(heartbeat).setMeasuredAt(clock.instant()).build());
    post(event);
  }

  /**
   * Hands what is left to the channel, whose close or flush then waits for the broker's answers. An
   * open session is not ended, for the reason is not known: the pipeline closes it after a time
   * without events. Closing again does nothing.
   *
   * @throws ChannelRefusedException when the channel does not take it; close may be called again
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    session.ifPresent(this::postPending);
    drainOutbox();
    closed = true;
  }

  /** Before any effect: earlier events go first, and if they cannot, the call has none. */
  private void ready() {
    if (closed) {
      throw new IllegalStateException("%s: the client is closed".formatted(identity.deviceId()));
    }
    drainOutbox();
  }

  private OpenSession requireSession() {
    return session.orElseThrow(
        () ->
            new IllegalStateException(
                "%s: no session is open; start one first".formatted(identity.deviceId())));
  }

  private OpenSession requireSession(Modality modality) {
    OpenSession open = requireSession();
    if (open.plan().modality() != modality) {
      throw new IllegalStateException(
          "%s: session %s is of %s, and takes no sample of %s"
              .formatted(identity.deviceId(), open.sessionId(), open.plan().modality(), modality));
    }
    return open;
  }

  private void postPending(OpenSession open) {
    if (open.pending() == null) {
      return;
    }
    DeviceEvent event = newEvent(EventKind.UNKNOWN);
    open.pending().fill(event, open.pendingFrame());
    open.pendingPosted();
    post(event);
  }

  private DeviceEvent newEvent(EventKind kind) {
    DeviceEvent event = new DeviceEvent();
    event.setDeviceId(identity.deviceId());
    event.setClinicId(identity.clinicId());
    event.setBootId(bootId);
    event.setSeq(nextSeq++);
    event.setSessionId(session.map(OpenSession::sessionId).orElse(null));
    event.setKind(kind);
    return event;
  }

  private void post(DeviceEvent event) {
    outbox.add(event);
    try {
      drainOutbox();
    } catch (ChannelRefusedException e) {
      // The call took effect: its event waits here. The next call tries again and says so.
    }
  }

  private void drainOutbox() {
    for (DeviceEvent next = outbox.peek(); next != null; next = outbox.peek()) {
      next.setSentAt(clock.instant());
      outlet.send(next);
      outbox.remove();
    }
  }
}
