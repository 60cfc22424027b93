package io.clinictelemetry.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.producers.simulator.Programme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class DemoCommandTest {

  private static DemoOptions parse(String... arguments) {
    DemoCommand demo = new DemoCommand();
    new CommandLine(demo).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return demo.options();
  }

  @Test
  void withoutOptionsItRunsTheDocumentedFleetUntilItIsStopped() {
    DemoOptions options = parse();
    assertThat(options.duration()).isEmpty();
    assertThat(options.devices()).isEqualTo(24);
    assertThat(options.clinics()).isEqualTo(3);
    assertThat(options.programme()).isEqualTo(Programme.SHORT);
    assertThat(options.faults()).isTrue();
    assertThat(options.history()).isEmpty();
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.kafkaPort()).isEqualTo(9092);
    assertThat(options.registryPort()).isEqualTo(8081);
    assertThat(options.postgresPort()).isEqualTo(5432);
    assertThat(options.data()).isEmpty();
  }

  @Test
  void faultsCanBeAskedForAndDeclined() {
    assertThat(parse("--faults").faults()).isTrue();
    assertThat(parse("--no-faults").faults()).isFalse();
  }

  @Test
  void aSmallFleetStandsInNoMoreClinicsThanItHasDevices() {
    assertThat(parse("--devices", "2").clinics()).isEqualTo(2);
  }

  @Test
  void theDurationIsWrittenAsPeopleWriteIt() {
    assertThat(parse("--for", "90s").duration()).contains(Duration.ofSeconds(90));
    assertThat(parse("--for", "2m").duration()).contains(Duration.ofMinutes(2));
  }

  @Test
  void aPastIsOfDays() {
    assertThat(parse("--history", "14d").history()).contains(Duration.ofDays(14));
    assertThat(parse("--history", "36h").history()).contains(Duration.ofHours(36));
  }

  @Test
  void aDirectoryThatHoldsAFleetTakesNoPast(@TempDir Path data) throws IOException {
    String directory = data.toString();
    assertThat(parse("--history", "14d", "--data", directory).data()).contains(data);

    Files.createDirectories(data.resolve("fleet"));
    Files.writeString(data.resolve("fleet").resolve("boot-ids"), "");
    assertThat(parse("--data", directory).data()).contains(data);
    assertThatThrownBy(() -> parse("--history", "14d", "--data", directory))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--history")
        .hasMessageContaining(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "--for, soon",
    "--for, 0s",
    "--history, yesterday",
    "--history, 23h",
    "--history, 31d",
    "--devices, 0",
    "--clinics, 99",
    "--programme, medium",
    "--port, 99999",
    "--kafka-port, -1"
  })
  void aWrongValueIsNamedBeforeAnythingStarts(String option, String value) {
    assertThatThrownBy(() -> parse(option, value))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(option.substring(2))
        .hasMessageContaining(value);
  }
}
