package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.standalone.harness.Distribution;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo whose fleet has lived before, by the real pipeline. */
class DemoHistoryIT {

  @TempDir private Path directory;

  @Test
  void thePastComesOutAsTheFleetLivedItAndOnlyOnce() throws Exception {
    Path data = directory.resolve("data");
    Path report = directory.resolve("report.json");
    try (DemoProcess demo =
        demo(data, "--devices", "7", "--for", "8s", "--report", report.toString())) {
      assertThat(demo.status()).as(demo.printed()).isZero();
    }
    JsonNode result = new ObjectMapper().readTree(report.toFile());
    assertThat(result.at("/passed").booleanValue()).as(result.toPrettyString()).isTrue();
    assertThat(result.at("/history/sessions").intValue()).isGreaterThan(100);
    assertThat(result.at("/history/processed_before_start").booleanValue()).isTrue();
    assertThat(result.at("/truth/sessions_compared").intValue())
        .isGreaterThanOrEqualTo(result.at("/history/sessions").intValue());
    // Fewer than devices times days: not every device works every day.
    assertThat(result.at("/truth/hours_compared").intValue()).isGreaterThan(50);
    assertThat(result.at("/truth/days_compared").intValue()).isGreaterThan(20);
    assertThat(result.at("/truth/differences").intValue()).isZero();
    assertThat(result.at("/ledger/late").intValue())
        .isGreaterThanOrEqualTo(result.at("/history/events").intValue());
    assertThat(result.at("/ledger/duplicate").intValue()).isZero();
    assertThat(result.at("/ledger/quarantined").intValue()).isZero();
    assertThat(
            Stream.of("filter-clogging", "pump-wear", "electrode-drying")
                .map(rule -> result.at("/alerts/by_rule/" + rule).intValue()))
        .containsOnly(1);

    try (DemoProcess again = demo(data)) {
      assertThat(again.status()).isEqualTo(2);
      assertThat(again.errors()).contains("--history").contains(data.toString());
    }
  }

  private DemoProcess demo(Path data, String... options) throws Exception {
    String[] all =
        Stream.concat(Stream.of("--history", "10d"), Stream.of(options)).toArray(String[]::new);
    return DemoProcess.start(Distribution.ofThisBuild(), directory, data, all);
  }
}
