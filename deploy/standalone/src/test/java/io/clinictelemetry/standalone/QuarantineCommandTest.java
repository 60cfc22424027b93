package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuarantineCommandTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "quarantine, Missing required subcommand",
    "quarantine replay, nothing is chosen",
    "quarantine replay --dry-run, nothing is chosen",
    "quarantine replay --all --reason not-avro, give it alone",
    "quarantine replay nowhere, TOPIC/PARTITION/OFFSET",
    "quarantine inspect nowhere, TOPIC/PARTITION/OFFSET",
    "quarantine inspect, TOPIC/PARTITION/OFFSET",
    "quarantine list --since yesterday, --since",
    "quarantine list --limit -1, --limit",
  })
  void aWrongCommandLineIsOneLineThatNamesWhatIsWrong(String line, String named) {
    CommandRun run = CommandRun.of(line.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors().lines()).hasSize(1);
    assertThat(run.errors()).contains(named);
  }
}
