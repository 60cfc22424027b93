package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsCommandTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "limits, Missing required subcommand",
    "limits apply, FILE",
    "limits diff, FILE",
    "limits show --device d1 --clinic c1, mutually exclusive",
    "limits show --device d1 --class home, --class",
    "limits show --modality laser, --modality",
    "limits show --at noon, '\"noon\" is no time'",
  })
  void aWrongCommandLineIsOneLineThatNamesWhatIsWrong(String line, String named) {
    CommandRun run = CommandRun.of(line.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors().lines()).hasSize(1);
    assertThat(run.errors()).contains(named);
  }

  @Test
  void aFileThatIsNoPolicyIsOneLineThatNamesFileAndField(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("policy.json");
    Files.writeString(file, "{\"scope\": \"device/d1\", \"limits\": {\"dwell-soft\": \"3\"}}");
    for (String verb : new String[] {"diff", "apply"}) {
      CommandRun run = CommandRun.of("limits", verb, file.toString());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errors().lines()).hasSize(1);
      assertThat(run.errors()).contains("policy.json: limits.dwell-soft: \"3\"; give a number");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    CommandRun run = CommandRun.of("limits", "apply", "no-such-policy.json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors()).contains("no-such-policy.json: there is no such file");
  }
}
