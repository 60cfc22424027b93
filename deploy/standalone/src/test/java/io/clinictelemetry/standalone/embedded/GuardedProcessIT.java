package io.clinictelemetry.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessIT {

  @TempDir private Path directory;
  private final NewProcesses processes = new NewProcesses();

  @Test
  void diesWithTheJvmThatStartedItEvenWhenThatIsKilled() throws Exception {
    Path pidFile = directory.resolve("pid");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.toString(),
                pidFile.toString())
            .inheritIO()
            .start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
    assertThat(child.isAlive()).isTrue();

    parent.destroyForcibly().waitFor();

    await().atMost(Duration.ofSeconds(5)).until(() -> !child.isAlive());
  }

  @Test
  void tellsTheLastWordsOfAProgramThatEndsTooEarly() throws Exception {
    try (GuardedProcess process =
        GuardedProcess.start(
            "The test program",
            "TERM",
            directory.resolve("log"),
            directory.resolve("record"),
            List.of("sh", "-c", "echo disk full; exit 3"))) {
      assertThatThrownBy(() -> process.awaitReady(Duration.ofSeconds(10), () -> false))
          .isInstanceOf(EmbeddedStartException.class)
          .hasMessageContaining("The test program ended with status 3")
          .hasMessageContaining("disk full");
    }
  }

  @Test
  void stopsWithTheSignalThatTheProgramKnows() throws Exception {
    Path log = directory.resolve("log");
    GuardedProcess process =
        GuardedProcess.start(
            "The test program",
            // Not INT: a shell cannot trap what it was started with ignored, as in a background
            // job.
            "USR1",
            log,
            directory.resolve("record"),
            List.of(
                "sh", "-c", "trap 'echo bye; exit 0' USR1; echo up; while :; do sleep 0.05; done"));
    process.awaitReady(Duration.ofSeconds(10), () -> Files.readString(log).contains("up"));

    process.close();
    process.close();

    assertThat(log).content().contains("bye");
    assertThat(processes.running()).isEmpty();
  }

  /** Runs in a JVM of its own, which the test kills. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      Path pidFile = Path.of(arguments[1]);
      GuardedProcess.start(
          "The child",
          "TERM",
          Path.of(arguments[0], "child.log"),
          Path.of(arguments[0], "child.process"),
          List.of("sh", "-c", "echo $$ > " + pidFile + "; exec sleep 600"));
      Thread.currentThread().join();
    }
  }
}
