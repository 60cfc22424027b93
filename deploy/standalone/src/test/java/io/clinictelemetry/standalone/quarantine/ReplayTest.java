package io.clinictelemetry.standalone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import io.clinictelemetry.contracts.topics.RecordKeys;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.quarantine.Replay.Verdict;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final int PARTITIONS = 4;

  private final Replay replay = new Replay(PARTITIONS);

  @Test
  void sendsTheBytesToThePartitionOfTheirKey() {
    QuarantinedRecord record = Kept.record(5, "wrong-partition", "device-0001", new byte[] {1, 2});

    ProducerRecord<byte[], byte[]> outgoing = replay.outgoing(record);

    assertThat(outgoing.topic()).isEqualTo(TopicCatalogue.TELEMETRY.name());
    assertThat(outgoing.partition()).isEqualTo(RecordKeys.partition("device-0001", PARTITIONS));
    assertThat(outgoing.key()).isSameAs(record.key());
    assertThat(outgoing.value()).isSameAs(record.value());
  }

  @Test
  void keepsTheHeadersAndSaysWhereItCameFrom() {
    QuarantinedRecord record = Kept.record(5, "wrong-partition", "dev", new byte[1]);
    record
        .kept()
        .headers()
        .add(QuarantineHeaders.REPLAYED_FROM, Kept.bytes("clinic.telemetry/0/1"))
        .add("trace", Kept.bytes("abc"));

    ProducerRecord<byte[], byte[]> outgoing = replay.outgoing(record);

    assertThat(outgoing.headers().lastHeader("trace").value()).isEqualTo(Kept.bytes("abc"));
    assertThat(outgoing.headers().lastHeader(QuarantineHeaders.REASON).value())
        .isEqualTo(Kept.bytes("wrong-partition"));
    assertThat(outgoing.headers().headers(QuarantineHeaders.REPLAYED_FROM)).hasSize(1);
    assertThat(Replay.origin(outgoing)).isEqualTo("clinic.telemetry/1/5");
  }

  @Test
  void withoutAKeyGoesWhereItWas() {
    QuarantinedRecord record = Kept.record(5, "null-key", null, new byte[1]);

    assertThat(replay.outgoing(record).partition()).isEqualTo(1);
  }

  @Test
  void copiesThatEarlierPassesLeftAreNotSentAgain() {
    assertThat(replay.judge(Kept.record(5, "not-avro", "dev", new byte[] {1})))
        .isEqualTo(Verdict.SEND);
    assertThat(replay.judge(Kept.record(9, "not-avro", "dev", new byte[] {1})))
        .isEqualTo(Verdict.COPY);
    assertThat(replay.judge(Kept.record(10, "not-avro", "dev", new byte[] {2})))
        .isEqualTo(Verdict.SEND);
    assertThat(replay.judge(Kept.record(11, "not-avro", "other", new byte[] {1})))
        .isEqualTo(Verdict.SEND);
    assertThat(replay.judge(Kept.record(12, "null-key", null, new byte[] {1})))
        .isEqualTo(Verdict.SEND);
  }

  @Test
  void whatWasNotKeptCannotBeSent() {
    assertThat(replay.judge(Kept.record(5, "not-avro", "dev", null))).isEqualTo(Verdict.NOT_KEPT);
  }
}
