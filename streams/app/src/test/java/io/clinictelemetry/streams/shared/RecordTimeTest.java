package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class RecordTimeTest {

  @Test
  void isTheRecordsOwn() {
    assertThat(timeOf(1_700_000_000_123L)).isEqualTo(1_700_000_000_123L);
  }

  @Test
  void isLongAgoForARecordWithoutOne() {
    assertThat(timeOf(-1)).isZero();
  }

  @Test
  void isWhatApplicationsGoBy() {
    StreamsConfig config =
        new StreamsConfig(
            StreamsComponent.config(
                "safety", Settings.of(Map.of(Settings.BOOTSTRAP_SERVERS, "127.0.0.1:1"))));
    assertThat(config.defaultTimestampExtractor()).isInstanceOf(RecordTime.class);
  }

  private static long timeOf(long stampedMs) {
    ConsumerRecord<Object, Object> record =
        new ConsumerRecord<>(
            "clinic.devices",
            0,
            0,
            stampedMs,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            null,
            new RecordHeaders(),
            Optional.empty());
    return new RecordTime().extract(record, 5);
  }
}
