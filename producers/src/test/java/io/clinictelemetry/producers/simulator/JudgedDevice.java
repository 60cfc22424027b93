package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.domain.device.DeviceWatch;
import io.clinictelemetry.domain.device.SessionTimer;
import io.clinictelemetry.domain.episodes.AlertChange;
import io.clinictelemetry.domain.episodes.ClosedAlerts;
import io.clinictelemetry.domain.episodes.Episodes;
import io.clinictelemetry.domain.episodes.Treatment;
import io.clinictelemetry.domain.intake.CurrentFrame;
import io.clinictelemetry.domain.intake.Frame;
import io.clinictelemetry.domain.intake.Heartbeat;
import io.clinictelemetry.domain.intake.Payload;
import io.clinictelemetry.domain.intake.Position;
import io.clinictelemetry.domain.intake.SessionEnd;
import io.clinictelemetry.domain.intake.SessionStart;
import io.clinictelemetry.domain.intake.SuctionFrame;
import io.clinictelemetry.domain.intake.TakenEvent;
import io.clinictelemetry.domain.intake.TelemetryEvent;
import io.clinictelemetry.domain.limits.DefaultLimits;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.Limit;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Limits;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.SkinSensitivity;
import io.clinictelemetry.domain.limits.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The pipeline's own rules on one device's events, in their order: which alerts they open. */
final class JudgedDevice {

  private final DeviceClass deviceClass;
  private final DeviceWatch watch = new DeviceWatch();
  private final ClosedAlerts closed = new ClosedAlerts();
  private final List<String> opened = new ArrayList<>();
  private Optional<Episodes> session = Optional.empty();
  private SessionTimer timer = SessionTimer.NEW;

  JudgedDevice(io.clinictelemetry.avro.DeviceClass deviceClass) {
    this.deviceClass = DeviceClass.valueOf(deviceClass.name());
  }

  /** Names of the rules of the alerts that were opened, in order. */
  List<String> opened() {
    return opened;
  }

  void next(DeviceEvent event) {
    Payload payload = payload(event);
    long atMs = event.getSentAt().toEpochMilli();
    TakenEvent taken =
        new TakenEvent(
            new TelemetryEvent(
                event.getDeviceId(),
                event.getClinicId(),
                new Position(event.getBootId(), event.getSeq()),
                atMs,
                Optional.ofNullable(event.getSessionId()),
                payload),
            atMs,
            0,
            false);
    if (payload instanceof SessionStart start) {
      session = Optional.of(new Episodes(treatment(event, start), closed));
      timer = SessionTimer.NEW;
    }
    book(
        watch.onEvent(
            taken,
            new DeviceWatch.Surroundings(
                () -> true,
                session.isPresent() && !(payload instanceof SessionEnd) ? 1 : 0,
                this::limit),
            atMs));
    session.ifPresent(episodes -> judge(episodes, taken, atMs));
    if (payload instanceof SessionEnd) {
      session = Optional.empty();
    }
  }

  private void judge(Episodes episodes, TakenEvent taken, long atMs) {
    timer = timer.next(taken, atMs);
    Limits limits = limits(timer.modality().orElseThrow());
    if (taken.event().payload() instanceof Frame frame) {
      book(episodes.judge(taken, frame, at -> limits, watch.holding(), atMs));
    }
    book(timer.judge(episodes, limits, taken.late(), atMs));
  }

  private void book(List<AlertChange> changes) {
    changes.stream()
        .filter(change -> change.alert().open())
        .forEach(change -> opened.add(change.alert().rule().name()));
  }

  private Limit limit(LimitName name) {
    Limits limits = limits(Modality.MICRODERMABRASION);
    return new Limit(limits.value(name), limits.policy(name));
  }

  private Limits limits(Modality modality) {
    return DefaultLimits.of(modality, deviceClass);
  }

  private Treatment treatment(DeviceEvent event, SessionStart start) {
    return new Treatment(
        event.getDeviceId(),
        event.getClinicId(),
        Optional.of(event.getSessionId()),
        deviceClass,
        Optional.of("model"),
        start.zone(),
        start.sensitivity(),
        start.electrode(),
        start.waveform());
  }

  private static Payload payload(DeviceEvent event) {
    return switch (event.getKind()) {
      case SESSION_STARTED -> start(event.getSessionStarted());
      case SUCTION -> suction(event.getSuction());
      case CURRENT -> current(event.getCurrent());
      case SESSION_ENDED ->
          new SessionEnd(
              event.getSessionEnded().getEndedAt().toEpochMilli(), SessionEnd.Reason.COMPLETED);
      case HEARTBEAT -> heartbeat(event.getHeartbeat());
      case TICK, UNKNOWN -> throw new IllegalArgumentException("no event of a device: " + event);
    };
  }

  private static SessionStart start(io.clinictelemetry.avro.SessionStarted start) {
    return new SessionStart(
        Modality.valueOf(start.getModality().name()),
        start.getProgramme(),
        start.getPlannedDurationMs(),
        Zone.valueOf(start.getZone().name()),
        SkinSensitivity.valueOf(start.getSkinSensitivity().name()),
        Optional.ofNullable(start.getElectrode())
            .map(electrode -> SessionStart.Electrode.valueOf(electrode.name())),
        Optional.ofNullable(start.getWaveform())
            .map(waveform -> SessionStart.Waveform.valueOf(waveform.name())),
        start.getStartedAt().toEpochMilli(),
        start.getTestSession());
  }

  private static SuctionFrame suction(io.clinictelemetry.avro.SuctionFrame frame) {
    boolean[] contact = new boolean[frame.getSampleCount()];
    for (int i = 0; i < contact.length; i++) {
      contact[i] = frame.getContact().get(i);
    }
    return new SuctionFrame(
        frame.getFirstSampleAt().toEpochMilli(),
        frame.getSampleIntervalMs(),
        frame.getElapsedMs(),
        floats(frame.getVacuumKpa()),
        contact,
        Optional.ofNullable(frame.getMotionMmS()).map(JudgedDevice::floats),
        bad(frame.getQuality(), contact.length),
        frame.getSetKpa(),
        frame.getPumpDutyPct(),
        zone(frame.getZone()));
  }

  private static CurrentFrame current(io.clinictelemetry.avro.CurrentFrame frame) {
    return new CurrentFrame(
        frame.getFirstSampleAt().toEpochMilli(),
        frame.getSampleIntervalMs(),
        frame.getElapsedMs(),
        floats(frame.getCurrentUa()),
        floats(frame.getPeakUa()),
        floats(frame.getNetUa()),
        floats(frame.getVoltageV()),
        floats(frame.getImpedanceKohm()),
        bad(frame.getQuality(), frame.getSampleCount()),
        frame.getSetUa(),
        frame.getFrequencyHz(),
        frame.getElectrodeAreaCm2(),
        zone(frame.getZone()));
  }

  private static Heartbeat heartbeat(io.clinictelemetry.avro.Heartbeat heartbeat) {
    Long riseMs = heartbeat.getDeadHeadRiseMs();
    return new Heartbeat(
        Heartbeat.State.valueOf(heartbeat.getState().name()),
        number(heartbeat.getBatteryPct()),
        number(heartbeat.getPumpHours()),
        number(heartbeat.getFilterHours()),
        number(heartbeat.getTemperatureCel()),
        number(heartbeat.getDeadHeadMaxKpa()),
        riseMs == null ? OptionalLong.empty() : OptionalLong.of(riseMs),
        number(heartbeat.getDeadHeadRipplePct()),
        OptionalLong.of(heartbeat.getMeasuredAt().toEpochMilli()));
  }

  private static OptionalDouble number(Float value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Optional<Zone> zone(io.clinictelemetry.avro.Zone zone) {
    return Optional.ofNullable(zone).map(one -> Zone.valueOf(one.name()));
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static boolean[] bad(List<Quality> qualities, int count) {
    boolean[] bad = new boolean[count];
    for (int i = 0; i < count; i++) {
      bad[i] = qualities != null && qualities.get(i) == Quality.BAD;
    }
    return bad;
  }
}
