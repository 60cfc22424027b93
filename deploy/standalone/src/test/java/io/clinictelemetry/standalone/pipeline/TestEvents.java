package io.clinictelemetry.standalone.pipeline;

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
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.demo.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events of one device in one session, for tests that send what the real client never would. */
public final class TestEvents {

  /** Samples of a frame. */
  public static final int SAMPLES = 10;

  private static final int SAMPLE_INTERVAL_MS = 100;

  private final String device;
  private final String session;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /**
   * @param device never used by another test
   */
  public TestEvents(String device) {
    this.device = device;
    this.session = device + "-session";
  }

  /** Key of the session's summary. */
  public String sessionKey() {
    return RecordKeys.session(device, session);
  }

  /** The value as a record of the device, in the device's partition. */
  public ProducerRecord<byte[], byte[]> record(byte[] value) {
    return record(value, 0);
  }

  /** The value as a record of the device, so many partitions beside the device's. */
  public ProducerRecord<byte[], byte[]> record(byte[] value, int beside) {
    return new ProducerRecord<>(
        TopicCatalogue.TELEMETRY.name(),
        (RecordKeys.partition(device, Pipeline.PARTITIONS) + beside) % Pipeline.PARTITIONS,
        device.getBytes(StandardCharsets.UTF_8),
        value);
  }

  /** The event as its record's value. */
  public static byte[] bytes(RunningPipeline pipeline, DeviceEvent event) {
    return pipeline
        .serdes()
        .serializer(DeviceEvent.class)
        .serialize(TopicCatalogue.TELEMETRY.name(), event);
  }

  /** A heartbeat outside the session. */
  public DeviceEvent heartbeat(long seq) {
    DeviceEvent event = event(seq, EventKind.HEARTBEAT);
    Heartbeat heartbeat = new Heartbeat();
    heartbeat.setState(DeviceState.IDLE);
    event.setHeartbeat(heartbeat);
    return event;
  }

  /** The session's start, the device's first event. */
  public DeviceEvent sessionStarted() {
    DeviceEvent event = event(0, EventKind.SESSION_STARTED);
    event.setSessionId(session);
    event.setSessionStarted(
        SessionStarted.newBuilder()
            .setModality(Modality.MICRODERMABRASION)
            .setProgramme("test")
            .setPlannedDurationMs(60_000)
            .setZone(Zone.FACE)
            .setSkinSensitivity(SkinSensitivity.NORMAL)
            .setStartedAt(start)
            .build());
    return event;
  }

  /** A second of treatment, as many seconds after the start. */
  public DeviceEvent frame(long seq) {
    return frame(seq, SAMPLES);
  }

  /**
   * A frame as {@link #frame(long)}.
   *
   * @param contacts how many samples tell of contact; other than {@link #SAMPLES} is inconsistent
   */
  public DeviceEvent frame(long seq, int contacts) {
    DeviceEvent event = event(seq, EventKind.SUCTION);
    event.setSessionId(session);
    event.setSuction(
        SuctionFrame.newBuilder()
            .setFirstSampleAt(start.plusSeconds(seq))
            .setSampleIntervalMs(SAMPLE_INTERVAL_MS)
            .setSampleCount(SAMPLES)
            .setElapsedMs(seq * 1_000)
            .setVacuumKpa(Collections.nCopies(SAMPLES, TestDevice.HEALTHY_KPA))
            .setContact(Collections.nCopies(contacts, true))
            .setSetKpa(TestDevice.HEALTHY_KPA)
            .setPumpDutyPct(40)
            .build());
    return event;
  }

  /** The session's end, as many seconds after its start. */
  public DeviceEvent sessionEnded(long seq) {
    DeviceEvent event = event(seq, EventKind.SESSION_ENDED);
    event.setSessionId(session);
    event.setSessionEnded(new SessionEnded(start.plusSeconds(seq), EndReason.COMPLETED));
    return event;
  }

  private DeviceEvent event(long seq, EventKind kind) {
    DeviceEvent event = new DeviceEvent();
    event.setDeviceId(device);
    event.setClinicId(RunningPipeline.CLINIC);
    event.setBootId(1);
    event.setSeq(seq);
    event.setSentAt(start);
    event.setKind(kind);
    return event;
  }
}
