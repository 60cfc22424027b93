package io.clinictelemetry.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastReleaseTest {

  private static final Path FILE = Project.ROOT.resolve("deploy/last-release");

  @Test
  void isOneWholeCommitHash() {
    List<String> lines = Project.text(FILE).lines().filter(line -> !line.startsWith("#")).toList();

    assertThat(lines).as("%s besides its comments", FILE).hasSize(1);
    assertThat(lines.get(0)).matches("[0-9a-f]{40}");
  }

  @Test
  void canBeBuiltByTheScript() {
    assertThat(Files.isExecutable(Project.ROOT.resolve("deploy/upgrade/build-last-release")))
        .isTrue();
  }
}
