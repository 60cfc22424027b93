package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.FakeClock;
import io.clinictelemetry.standalone.harness.Fleet;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the components' machine is set forwards and backwards while they work. */
@Timeout(900)
class SteppedClockIT {

  private static final int DEVICES = 30;

  /** {@code true}: the test fails where the library is missing. */
  private static final String REQUIRE = "CLINIC_REQUIRE_FAKETIME";

  private static final Duration CLOSE_ENOUGH = Duration.ofMinutes(10);

  @TempDir private Path directory;

  @Test
  void noStepOfTheClockChangesWhatComesOut() throws Exception {
    Optional<FakeClock> clock = FakeClock.find(directory.resolve("clock"));
    if (clock.isEmpty() && Boolean.parseBoolean(System.getenv(REQUIRE))) {
      throw new IllegalStateException(
          "%s is true, but there is no libfaketime: install it (Debian: apt install libfaketime)."
              .formatted(REQUIRE));
    }
    assumeTrue(clock.isPresent(), "there is no libfaketime (Debian: apt install libfaketime)");
    try (TestCluster cluster = TestCluster.start(directory.resolve("servers"));
        Fleet fleet = new Fleet(cluster, DEVICES, 1, directory.resolve("fleet"));
        ProcessPipeline pipeline =
            new ProcessPipeline(
                cluster, directory.resolve("pipeline"), Map.of("session.timeout", "20s"))) {
      for (ComponentProcess process : pipeline.firstInstances()) {
        process.with(clock.get().environment());
      }
      fleet.start();
      pipeline.start();
      awaitClocks(pipeline, Duration.ZERO);

      clock.get().step("+1h");
      awaitClocks(pipeline, Duration.ofHours(1));
      pipeline.awaitAccounted();
      assertThat(pipeline.firstInstances()).allMatch(ComponentProcess::isRunning);

      clock.get().step("-2h");
      for (ComponentProcess process : pipeline.firstInstances()) {
        endsBecauseOfItsClock(process);
        process.start();
      }
      awaitClocks(pipeline, Duration.ofHours(-2));
      pipeline.awaitAccounted();

      fleet.stop();
      Guarantee.requireAll(pipeline.evidence());
    }
  }

  /** As it should: Kafka's clients would do nothing for three hours. */
  private static void endsBecauseOfItsClock(ComponentProcess process) throws IOException {
    awaitPatiently().alias(process.name() + " has ended").until(() -> !process.isRunning());
    assertThat(Files.readString(process.log())).contains("clock was set back by");
  }

  /** Waits until each process goes by a clock that is wrong by so much. */
  private static void awaitClocks(ProcessPipeline pipeline, Duration offset) {
    for (ComponentProcess process : pipeline.firstInstances()) {
      awaitPatiently()
          .alias("%s sees a clock wrong by %s".formatted(process.name(), offset))
          .until(
              () ->
                  process
                      .clock()
                      .map(seen -> Duration.between(Instant.now().plus(offset), seen).abs())
                      .filter(difference -> difference.compareTo(CLOSE_ENOUGH) < 0)
                      .isPresent());
    }
  }
}
