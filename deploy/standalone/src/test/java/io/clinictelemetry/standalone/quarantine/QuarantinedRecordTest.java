package io.clinictelemetry.standalone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.contracts.topics.QuarantineHeaders;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class QuarantinedRecordTest {

  private static final Choice ANY =
      new Choice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void goesByWhatItsHeadersSay() {
    QuarantinedRecord record = Kept.record(5, "not-avro", "dev", new byte[3]);

    assertThat(record.origin()).hasToString("clinic.telemetry/1/5");
    assertThat(record.time()).isEqualTo(Kept.TIME.plusSeconds(5));
    assertThat(record.reason()).isEqualTo("not-avro");
    assertThat(record.detail()).isEqualTo("a detail");
  }

  @Test
  void withoutUsableHeadersGoesByItsPlaceInQuarantine() {
    RecordHeaders headers = new RecordHeaders();
    Kept.header(headers, QuarantineHeaders.TOPIC, "clinic.telemetry");
    Kept.header(headers, QuarantineHeaders.PARTITION, "one");
    Kept.header(headers, QuarantineHeaders.OFFSET, "5");
    Kept.header(headers, QuarantineHeaders.TIME, "yesterday");

    QuarantinedRecord record = QuarantinedRecord.of(Kept.raw(headers, null, null));

    assertThat(record.origin()).hasToString("clinic.quarantine/2/77");
    assertThat(record.time()).isEqualTo(Kept.TIME);
    assertThat(record.reason()).isEqualTo(QuarantinedRecord.NO_REASON);
  }

  @Test
  void isChosenOnlyWhenAllThatIsGivenFits() {
    QuarantinedRecord record = Kept.record(5, "not-avro", "dev", new byte[3]);
    Instant then = record.time();

    assertThat(ANY.fits(record)).isTrue();
    assertThat(choice("not-avro", "dev", then, "clinic.telemetry/1/5").fits(record)).isTrue();
    assertThat(choice("null-key", "dev", then, "clinic.telemetry/1/5").fits(record)).isFalse();
    assertThat(choice("not-avro", "de", then, "clinic.telemetry/1/5").fits(record)).isFalse();
    assertThat(choice("not-avro", "dev", then.plusMillis(1), "clinic.telemetry/1/5").fits(record))
        .isFalse();
    assertThat(choice("not-avro", "dev", then, "clinic.telemetry/1/6").fits(record)).isFalse();
  }

  @Test
  void withoutAKeyIsNoDevices() {
    Choice device =
        new Choice(Optional.empty(), Optional.of("dev"), Optional.empty(), Optional.empty());

    assertThat(device.fits(Kept.record(5, "null-key", null, new byte[3]))).isFalse();
  }

  private static Choice choice(String reason, String device, Instant since, String origin) {
    return new Choice(
        Optional.of(reason),
        Optional.of(device),
        Optional.of(since),
        Optional.of(Coordinates.parse(origin)));
  }
}
