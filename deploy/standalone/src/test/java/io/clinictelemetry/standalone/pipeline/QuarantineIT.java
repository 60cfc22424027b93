package io.clinictelemetry.standalone.pipeline;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.DeviceEvent;
import io.clinictelemetry.avro.DeviceState;
import io.clinictelemetry.avro.EndReason;
import io.clinictelemetry.avro.EventKind;
import io.clinictelemetry.avro.Heartbeat;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.Modality;
import io.clinictelemetry.avro.SessionEnded;
import io.clinictelemetry.avro.SessionStarted;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.avro.SkinSensitivity;
import io.clinictelemetry.avro.SuctionFrame;
import io.clinictelemetry.avro.Zone;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.demo.Pipeline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(600)
@ExtendWith(SharedPipeline.class)
class QuarantineIT {

  private static final String TOPIC = TopicCatalogue.TELEMETRY.name();
  private static final String DEVICE = "it-quarantine";
  private static final String SESSION = "it-quarantine-session";
  private static final int GOOD_SAMPLES = 10;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @Test
  void whatCannotBeUsedIsKeptWithItsReasonAndStopsNothing(RunningPipeline pipeline)
      throws Exception {
    Ledger before = pipeline.awaitAccounted();

    Map<String, ProducerRecord<byte[], byte[]>> unusable = new HashMap<>();
    unusable.put("not-avro", record(DEVICE, "no Avro at all".getBytes(StandardCharsets.UTF_8)));
    unusable.put("unknown-schema", record(DEVICE, bytesOfUnknownSchema()));
    unusable.put(
        "null-key", new ProducerRecord<>(TOPIC, 0, null, bytes(pipeline, heartbeat(DEVICE, 90))));
    unusable.put("wrong-partition", inWrongPartition(pipeline, "it-quarantine-misplaced"));
    unusable.put("inconsistent-frame", record(DEVICE, bytes(pipeline, frame(1, GOOD_SAMPLES - 1))));

    pipeline.send(record(DEVICE, bytes(pipeline, sessionStarted())));
    Map<String, RecordMetadata> sent = new HashMap<>();
    for (Map.Entry<String, ProducerRecord<byte[], byte[]>> entry : unusable.entrySet()) {
      sent.put(entry.getKey(), pipeline.send(entry.getValue()));
    }
    ProducerRecord<byte[], byte[]> usable = record(DEVICE, bytes(pipeline, frame(2, GOOD_SAMPLES)));
    pipeline.send(usable);
    pipeline.send(usable);
    pipeline.send(record(DEVICE, bytes(pipeline, sessionEnded())));

    Ledger after = pipeline.awaitAccounted();
    assertThat(after.balanced()).isTrue();
    for (String application : Ledger.APPLICATIONS) {
      assertThat(added(before, after, application, LedgerEntry::getQuarantined)).isEqualTo(5);
      assertThat(added(before, after, application, LedgerEntry::getDuplicate)).isEqualTo(1);
      assertThat(added(before, after, application, LedgerEntry::getApplied)).isEqualTo(3);
    }
    SessionSummary session =
        pipeline
            .reader()
            .latest(TopicCatalogue.SESSIONS, SessionSummary.class)
            .get(RecordKeys.session(DEVICE, SESSION));
    assertThat(session.getStatus()).isEqualTo(SessionStatus.CLOSED);
    assertThat(session.getSamplesReceived()).isEqualTo(GOOD_SAMPLES);
    for (Map.Entry<String, RecordMetadata> entry : sent.entrySet()) {
      String reason = entry.getKey();
      ProducerRecord<byte[], byte[]> original = unusable.get(reason);
      ConsumerRecord<byte[], byte[]> kept = inQuarantine(pipeline, entry.getValue());
      assertThat(header(kept, QuarantineHeaders.REASON)).isEqualTo(reason);
      assertThat(header(kept, QuarantineHeaders.DETAIL)).isNotBlank();
      assertThat(kept.key()).isEqualTo(original.key());
      assertThat(kept.value()).isEqualTo(original.value());
      databaseHolds(pipeline, entry.getValue(), reason, original);
    }
  }

  private static long added(
      Ledger before, Ledger after, String application, ToLongFunction<LedgerEntry> column) {
    return after.sum(application, column) - before.sum(application, column);
  }

  private static ConsumerRecord<byte[], byte[]> inQuarantine(
      RunningPipeline pipeline, RecordMetadata origin) {
    List<ConsumerRecord<byte[], byte[]>> found =
        pipeline.records(TopicCatalogue.QUARANTINE.name()).stream()
            .filter(kept -> header(kept, QuarantineHeaders.TOPIC).equals(origin.topic()))
            .filter(
                kept ->
                    header(kept, QuarantineHeaders.PARTITION)
                        .equals(Integer.toString(origin.partition())))
            .filter(
                kept ->
                    header(kept, QuarantineHeaders.OFFSET).equals(Long.toString(origin.offset())))
            .toList();
    assertThat(found).as("in quarantine, of %s", origin).hasSize(1);
    return found.get(0);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static void databaseHolds(
      RunningPipeline pipeline,
      RecordMetadata origin,
      String reason,
      ProducerRecord<byte[], byte[]> original) {
    HexFormat hex = HexFormat.of();
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(
                        pipeline.rows(
                            """
                            SELECT reason, coalesce(encode(key_bytes, 'hex'), ''),
                                   encode(value_bytes, 'hex')
                            FROM quarantine
                            WHERE topic = '%s' AND partition = %d AND "offset" = %d"""
                                .formatted(origin.topic(), origin.partition(), origin.offset())))
                    .containsExactly(
                        List.of(
                            reason,
                            original.key() == null ? "" : hex.formatHex(original.key()),
                            hex.formatHex(original.value()))));
  }

  private static byte[] bytesOfUnknownSchema() {
    return ByteBuffer.allocate(8).put((byte) 0).putInt(Integer.MAX_VALUE).array();
  }

  private ProducerRecord<byte[], byte[]> inWrongPartition(RunningPipeline pipeline, String device) {
    int right = RecordKeys.partition(device, Pipeline.PARTITIONS);
    return new ProducerRecord<>(
        TOPIC,
        (right + 1) % Pipeline.PARTITIONS,
        device.getBytes(StandardCharsets.UTF_8),
        bytes(pipeline, heartbeat(device, 0)));
  }

  private static ProducerRecord<byte[], byte[]> record(String device, byte[] value) {
    return new ProducerRecord<>(TOPIC, device.getBytes(StandardCharsets.UTF_8), value);
  }

  private static byte[] bytes(RunningPipeline pipeline, DeviceEvent event) {
    return pipeline.serdes().serializer(DeviceEvent.class).serialize(TOPIC, event);
  }

  private DeviceEvent event(String device, long seq, EventKind kind) {
    DeviceEvent event = new DeviceEvent();
    event.setDeviceId(device);
    event.setClinicId(RunningPipeline.CLINIC);
    event.setBootId(1);
    event.setSeq(seq);
    event.setSentAt(now);
    event.setKind(kind);
    return event;
  }

  private DeviceEvent heartbeat(String device, long seq) {
    DeviceEvent event = event(device, seq, EventKind.HEARTBEAT);
    Heartbeat heartbeat = new Heartbeat();
    heartbeat.setState(DeviceState.IDLE);
    event.setHeartbeat(heartbeat);
    return event;
  }

  private DeviceEvent sessionStarted() {
    DeviceEvent event = event(DEVICE, 0, EventKind.SESSION_STARTED);
    event.setSessionId(SESSION);
    event.setSessionStarted(
        SessionStarted.newBuilder()
            .setModality(Modality.MICRODERMABRASION)
            .setProgramme("test")
            .setPlannedDurationMs(60_000)
            .setZone(Zone.FACE)
            .setSkinSensitivity(SkinSensitivity.NORMAL)
            .setStartedAt(now)
            .build());
    return event;
  }

  /** A frame that tells of ten samples. */
  private DeviceEvent frame(long seq, int contacts) {
    DeviceEvent event = event(DEVICE, seq, EventKind.SUCTION);
    event.setSessionId(SESSION);
    event.setSuction(
        SuctionFrame.newBuilder()
            .setFirstSampleAt(now.plusSeconds(seq))
            .setSampleIntervalMs(100)
            .setSampleCount(GOOD_SAMPLES)
            .setElapsedMs(seq * 1_000)
            .setVacuumKpa(Collections.nCopies(GOOD_SAMPLES, TestDevice.HEALTHY_KPA))
            .setContact(Collections.nCopies(contacts, true))
            .setSetKpa(TestDevice.HEALTHY_KPA)
            .setPumpDutyPct(40)
            .build());
    return event;
  }

  private DeviceEvent sessionEnded() {
    DeviceEvent event = event(DEVICE, 3, EventKind.SESSION_ENDED);
    event.setSessionId(SESSION);
    event.setSessionEnded(new SessionEnded(now.plusSeconds(3), EndReason.COMPLETED));
    return event;
  }
}
