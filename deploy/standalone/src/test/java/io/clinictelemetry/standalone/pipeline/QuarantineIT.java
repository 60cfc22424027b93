package io.clinictelemetry.standalone.pipeline;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static io.clinictelemetry.standalone.pipeline.TestEvents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

@Timeout(600)
@OnSharedPipeline
class QuarantineIT {

  private static final String TOPIC = TopicCatalogue.TELEMETRY.name();

  private final TestEvents device = new TestEvents("it-quarantine");
  private final TestEvents misplaced = new TestEvents("it-quarantine-misplaced");

  @Test
  void whatCannotBeUsedIsKeptWithItsReasonAndStopsNothing(RunningPipeline pipeline)
      throws Exception {
    Ledger before = pipeline.awaitAccounted();

    Map<String, ProducerRecord<byte[], byte[]>> unusable = new HashMap<>();
    unusable.put("not-avro", device.record("no Avro at all".getBytes(StandardCharsets.UTF_8)));
    unusable.put("unknown-schema", device.record(bytesOfUnknownSchema()));
    unusable.put(
        "null-key", new ProducerRecord<>(TOPIC, 0, null, bytes(pipeline, device.heartbeat(90))));
    unusable.put("wrong-partition", misplaced.record(bytes(pipeline, misplaced.heartbeat(0)), 1));
    unusable.put(
        "inconsistent-frame",
        device.record(bytes(pipeline, device.frame(1, TestEvents.SAMPLES - 1))));

    pipeline.send(device.record(bytes(pipeline, device.sessionStarted())));
    Map<String, RecordMetadata> sent = new HashMap<>();
    for (Map.Entry<String, ProducerRecord<byte[], byte[]>> entry : unusable.entrySet()) {
      sent.put(entry.getKey(), pipeline.send(entry.getValue()));
    }
    ProducerRecord<byte[], byte[]> usable = device.record(bytes(pipeline, device.frame(2)));
    pipeline.send(usable);
    pipeline.send(usable);
    pipeline.send(device.record(bytes(pipeline, device.sessionEnded(3))));

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
            .get(device.sessionKey());
    assertThat(session.getStatus()).isEqualTo(SessionStatus.CLOSED);
    assertThat(session.getSamplesReceived()).isEqualTo(TestEvents.SAMPLES);
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
}
