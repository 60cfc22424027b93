package io.clinictelemetry.streams.testing;

import io.clinictelemetry.avro.CurrentFrame;
import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SessionEnded;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A device that writes down what it sends. Time passes as it treats; a frame is sent, and appended,
 * when its last sample is over.
 */
public final class TestDevice {

  /** When devices begin, ms since 1970 UTC: 2026-03-02T09:00:00Z, a Monday. */
  public static final long T0 = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();

  /** Time between samples, ms. */
  public static final int INTERVAL_MS = 100;

  private static final int SAMPLES = 10;
  private static final float MOVING_MM_S = 20;

  private final String id;
  private final List<Sent> sent = new ArrayList<>();
  private String clinicId = "clinic-1";
  private long bootId = 1;
  private long seq;
  private long nowMs = T0;
  private long clockErrorMs;
  private String sessionId;
  private long sessionStartedMs = T0;
  private Zone zone = Zone.FACE;
  private SkinSensitivity sensitivity = SkinSensitivity.NORMAL;

  private TestDevice(String id) {
    this.id = id;
  }

  /** A device in clinic-1, in its first boot, at {@link #T0}. */
  public static TestDevice device(String id) {
    return new TestDevice(id);
  }

  /** It stands there. */
  public TestDevice in(String clinic) {
    clinicId = clinic;
    return this;
  }

  /** Time goes on to then, ms since 1970 UTC. */
  public TestDevice at(long ms) {
    nowMs = ms;
    return this;
  }

  /** Nothing happens for so long. */
  public TestDevice pauses(long ms) {
    nowMs += ms;
    return this;
  }

  /** Its clock is ahead by so much from now on. */
  public TestDevice withClockAhead(long ms) {
    clockErrorMs = ms;
    return this;
  }

  /** It is switched off and on. */
  public TestDevice boots() {
    bootId++;
    seq = 0;
    return this;
  }

  /** So many events are lost on their way. */
  public TestDevice loses(int events) {
    seq += events;
    return this;
  }

  /** What is treated in the sessions that start from now on. */
  public TestDevice treating(Zone treated, SkinSensitivity skin) {
    zone = treated;
    sensitivity = skin;
    return this;
  }

  /** A session with suction starts. */
  public TestDevice startsSession(String session) {
    return startsSession(session, Modality.MICRODERMABRASION);
  }

  /** A session with current starts. */
  public TestDevice startsCurrentSession(String session) {
    return startsSession(session, Modality.MICROCURRENT);
  }

  private TestDevice startsSession(String session, Modality modality) {
    entersSession(session);
    return send(
        event(EventKind.SESSION_STARTED)
            .setSessionStarted(
                SessionStarted.newBuilder()
                    .setModality(modality)
                    .setProgramme("standard")
                    .setPlannedDurationMs(60_000)
                    .setZone(zone)
                    .setSkinSensitivity(sensitivity)
                    .setStartedAt(now())
                    .build()));
  }

  /** A session starts, but nobody is told. */
  public TestDevice entersSession(String session) {
    sessionId = session;
    sessionStartedMs = nowMs;
    return this;
  }

  /** The session goes on unnamed: readings carry no session. */
  public TestDevice leavesSession() {
    sessionId = null;
    return this;
  }

  /** The wand is on the skin for so long with this suction, kPa. */
  public TestDevice suction(long ms, double kpa) {
    return strokes(ms, kpa, true);
  }

  /** The wand is in free air for so long with this suction, kPa. */
  public TestDevice freeAir(long ms, double kpa) {
    return strokes(ms, kpa, false);
  }

  private TestDevice strokes(long ms, double kpa, boolean contact) {
    for (long left = ms / INTERVAL_MS; left > 0; left -= SAMPLES) {
      int count = (int) Math.min(SAMPLES, left);
      suctionFrame(Collections.nCopies(count, (float) kpa), Collections.nCopies(count, contact));
    }
    return this;
  }

  /** One frame on the skin with these samples, kPa. */
  public TestDevice suctionFrame(double... kpa) {
    return suctionFrame(floats(kpa), Collections.nCopies(kpa.length, true));
  }

  private TestDevice suctionFrame(List<Float> kpa, List<Boolean> contact) {
    SuctionFrame frame =
        SuctionFrame.newBuilder()
            .setFirstSampleAt(now())
            .setSampleIntervalMs(INTERVAL_MS)
            .setSampleCount(kpa.size())
            .setElapsedMs(nowMs - sessionStartedMs)
            .setVacuumKpa(kpa)
            .setContact(contact)
            .setMotionMmS(Collections.nCopies(kpa.size(), MOVING_MM_S))
            .setSetKpa(30)
            .setPumpDutyPct(50)
            .build();
    nowMs += (long) kpa.size() * INTERVAL_MS;
    return send(event(EventKind.SUCTION).setSuction(frame));
  }

  /** Current flows for so long, uA, through 1 kOhm. */
  public TestDevice current(long ms, double ua) {
    return current(ms, ua, 1);
  }

  /** Current flows for so long, uA, through skin and electrodes of this impedance, kOhm. */
  public TestDevice current(long ms, double ua, double kohm) {
    for (long left = ms / INTERVAL_MS; left > 0; left -= SAMPLES) {
      List<Float> samples = Collections.nCopies((int) Math.min(SAMPLES, left), (float) ua);
      currentFrame(samples, samples, (float) kohm);
    }
    return this;
  }

  /** One frame of this mean current with these peaks, uA. */
  public TestDevice peaks(double meanUa, double... peakUa) {
    return currentFrame(Collections.nCopies(peakUa.length, (float) meanUa), floats(peakUa), 1);
  }

  private TestDevice currentFrame(List<Float> mean, List<Float> peak, float kohm) {
    List<Float> little = Collections.nCopies(mean.size(), 1f);
    CurrentFrame frame =
        CurrentFrame.newBuilder()
            .setFirstSampleAt(now())
            .setSampleIntervalMs(INTERVAL_MS)
            .setSampleCount(mean.size())
            .setElapsedMs(nowMs - sessionStartedMs)
            .setCurrentUa(mean)
            .setPeakUa(peak)
            .setNetUa(little)
            .setVoltageV(little)
            .setImpedanceKohm(Collections.nCopies(mean.size(), kohm))
            .setSetUa(300)
            .setFrequencyHz(80)
            .setElectrodeAreaCm2(4)
            .build();
    nowMs += (long) mean.size() * INTERVAL_MS;
    return send(event(EventKind.CURRENT).setCurrent(frame));
  }

  /** A sign of life. */
  public TestDevice heartbeat() {
    return heartbeat(Heartbeat.newBuilder().setState(DeviceState.IDLE).build());
  }

  /** A sign of life with this charge of the battery, %. */
  public TestDevice battery(double pct) {
    return heartbeat(
        Heartbeat.newBuilder().setState(DeviceState.IDLE).setBatteryPct((float) pct).build());
  }

  /** A sign of life that tells this. */
  public TestDevice heartbeat(Heartbeat told) {
    return send(event(EventKind.HEARTBEAT).setHeartbeat(told));
  }

  /** The session ends as planned. */
  public TestDevice endsSession() {
    send(
        event(EventKind.SESSION_ENDED)
            .setSessionEnded(
                SessionEnded.newBuilder()
                    .setEndedAt(now())
                    .setReason(EndReason.COMPLETED)
                    .build()));
    return leavesSession();
  }

  /** All that was sent, in order. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** The one event that was sent last. */
  public Sent last() {
    return sent.get(sent.size() - 1);
  }

  private DeviceEvent.Builder event(EventKind kind) {
    return DeviceEvent.newBuilder()
        .setDeviceId(id)
        .setClinicId(clinicId)
        .setBootId(bootId)
        .setSessionId(sessionId)
        .setKind(kind);
  }

  private TestDevice send(DeviceEvent.Builder event) {
    sent.add(new Sent(event.setSeq(seq++).setSentAt(now()).build(), nowMs));
    return this;
  }

  private Instant now() {
    return Instant.ofEpochMilli(nowMs + clockErrorMs);
  }

  private static List<Float> floats(double... values) {
    List<Float> floats = new ArrayList<>(values.length);
    for (double value : values) {
      floats.add((float) value);
    }
    return floats;
  }
}
