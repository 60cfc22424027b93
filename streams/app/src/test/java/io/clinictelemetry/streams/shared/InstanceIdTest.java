package io.clinictelemetry.streams.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.contracts.settings.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {

  @TempDir private Path directory;

  @Test
  void staysTheSameWithItsStateAndDiffersElsewhere() {
    String id = InstanceId.keptIn(directory.resolve("state"), "clinic-safety");

    assertThat(id).isNotBlank();
    assertThat(InstanceId.keptIn(directory.resolve("state"), "clinic-safety")).isEqualTo(id);
    assertThat(InstanceId.keptIn(directory.resolve("state"), "clinic-usage")).isNotEqualTo(id);
    assertThat(InstanceId.keptIn(directory.resolve("other"), "clinic-safety")).isNotEqualTo(id);
  }

  @Test
  void aStateDirectoryThatCannotBeIsAnErrorThatNamesIt() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> InstanceId.keptIn(file, "clinic-safety"))
        .isInstanceOf(SettingException.class)
        .hasMessageContainingAll("state.dir", file.toString());
  }
}
