package io.clinictelemetry.standalone.pipeline;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.LedgerEntry;
import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bad input at random does to the whole pipeline: nothing. */
@Timeout(600)
@OnSharedPipeline
class BadInputIT {

  private static final int INPUTS = 2_000;
  private static final long SEED = 1;

  @Test
  void accountsForFuzzedRecordsAndGoesOnRaisingAlerts(RunningPipeline pipeline) throws Exception {
    Ledger before = pipeline.awaitAccounted();
    Map<String, ProducerRecord<byte[], byte[]>> sent =
        send(pipeline, new BadInputs(pipeline, SEED, "it-bad-input-"));
    Ledger after = pipeline.awaitAccounted();

    assertThat(after.balanced()).isTrue();
    for (String application : Ledger.APPLICATIONS) {
      assertThat(ended(after, application) - ended(before, application))
          .as("accounted for by %s", application)
          .isEqualTo(INPUTS);
    }
    Set<String> kept = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record :
        pipeline.records(TopicCatalogue.QUARANTINE.name())) {
      String origin = origin(record);
      ProducerRecord<byte[], byte[]> original = sent.get(origin);
      if (original != null) {
        assertThat(kept.add(origin)).as("%s comes into quarantine once", origin).isTrue();
        assertThat(record.key()).isEqualTo(original.key());
        assertThat(record.value()).isEqualTo(original.value());
      }
    }
    // Usage refuses what safety does, and beside it what is older than its retention.
    assertThat(quarantined(before, after, "safety")).isGreaterThan(INPUTS / 4);
    assertThat((long) kept.size())
        .isGreaterThanOrEqualTo(quarantined(before, after, "safety"))
        .isEqualTo(quarantined(before, after, "usage"));
    raisesAnAlert(pipeline);
  }

  private static Map<String, ProducerRecord<byte[], byte[]>> send(
      RunningPipeline pipeline, BadInputs inputs) throws ExecutionException, InterruptedException {
    Map<ProducerRecord<byte[], byte[]>, Future<RecordMetadata>> answers = new HashMap<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            pipeline.settings().kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < INPUTS; i++) {
        ProducerRecord<byte[], byte[]> record = inputs.next();
        answers.put(record, producer.send(record));
      }
    }
    Map<String, ProducerRecord<byte[], byte[]>> sent = new HashMap<>();
    for (var answer : answers.entrySet()) {
      RecordMetadata metadata = answer.getValue().get();
      sent.put(metadata.partition() + "/" + metadata.offset(), answer.getKey());
    }
    assertThat(sent).as("inputs of seed %d in the log", SEED).hasSize(INPUTS);
    return sent;
  }

  private static long quarantined(Ledger before, Ledger after, String application) {
    return after.sum(application, LedgerEntry::getQuarantined)
        - before.sum(application, LedgerEntry::getQuarantined);
  }

  /** Records that ended somewhere, other than ticks. */
  private static long ended(Ledger ledger, String application) {
    return ledger.sum(
        application,
        entry ->
            entry.getApplied() + entry.getLate() + entry.getDuplicate() + entry.getQuarantined());
  }

  private static String origin(ConsumerRecord<byte[], byte[]> record) {
    return header(record, QuarantineHeaders.PARTITION)
        + "/"
        + header(record, QuarantineHeaders.OFFSET);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static void raisesAnAlert(RunningPipeline pipeline) throws InterruptedException {
    TestDevice good = pipeline.device("it-bad-input-good");
    good.startSession();
    good.treat(TestDevice.STUCK_KPA, Duration.ofSeconds(1));
    good.endSession();
    awaitPatiently()
        .untilAsserted(
            () ->
                assertThat(pipeline.reader().latest(TopicCatalogue.ALERTS, Alert.class).values())
                    .filteredOn(alert -> alert.getSubjectId().equals(good.id()))
                    .anyMatch(
                        alert ->
                            alert.getRule().equals("suction-hard-high")
                                && alert.getState() == AlertState.CLEARED));
  }
}
