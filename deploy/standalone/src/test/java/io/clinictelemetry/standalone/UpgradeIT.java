package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.SessionStatus;
import io.clinictelemetry.avro.SessionSummary;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.cluster.Ledger;
import io.clinictelemetry.standalone.harness.Compared;
import io.clinictelemetry.standalone.harness.ComponentProcess;
import io.clinictelemetry.standalone.harness.Distribution;
import io.clinictelemetry.standalone.harness.Evidence;
import io.clinictelemetry.standalone.harness.Fleet;
import io.clinictelemetry.standalone.harness.Guarantee;
import io.clinictelemetry.standalone.harness.ProcessPipeline;
import io.clinictelemetry.standalone.harness.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * This version takes the place of the last release's, which {@code
 * deploy/upgrade/build-last-release} built into the directory that {@value #DISTRIBUTION} names.
 *
 * <p>Skipped without that variable, unless {@value #REQUIRED} is {@code true} in the environment.
 */
@Timeout(600)
class UpgradeIT {

  private static final String DISTRIBUTION = "CLINIC_LAST_RELEASE_DIST";
  private static final String REQUIRED = "CLINIC_REQUIRE_LAST_RELEASE";
  private static final int DEVICES = 60;
  private static final int RECORDS_AFTERWARDS = 300;
  private static final long SEED = 20;

  /** What the last release judges by. It did not see what the others would have said. */
  private static final Set<String> RULES_OF_LAST_RELEASE =
      Set.of("suction-hard-high", "suction-soft-high", "current-hard-peak", "current-soft-high");

  @TempDir private Path directory;
  private Distribution lastRelease;

  @BeforeEach
  void requireLastRelease() {
    String home = System.getenv(DISTRIBUTION);
    boolean there = home != null && Files.isDirectory(Path.of(home, "lib"));
    if (Boolean.parseBoolean(System.getenv(REQUIRED)) || home != null) {
      assertThat(there).as("%s=%s holds lib/", DISTRIBUTION, home).isTrue();
    }
    assumeTrue(there, DISTRIBUTION + " is not set: deploy/upgrade/build-last-release DIR fills it");
    lastRelease = new Distribution(Path.of(home));
  }

  @Test
  void everyComponentIsReplacedInMidWorkAndWhatComesOutIsAsIfItHadNot() throws Exception {
    try (TestCluster cluster = TestCluster.start(directory.resolve("servers"));
        Fleet fleet = new Fleet(cluster, DEVICES, SEED, directory.resolve("fleet"));
        ProcessPipeline pipeline =
            new ProcessPipeline(
                cluster, directory.resolve("pipeline"), Map.of("session.timeout", "10s"))) {
      pipeline.firstInstances().forEach(process -> process.from(lastRelease));
      fleet.start();
      pipeline.start();
      pipeline.firstInstances().forEach(UpgradeIT::requireLastReleaseRuns);
      awaitPatiently()
          .alias("the last release has open sessions, open alerts and gaps")
          .until(() -> hasWorkInHand(cluster));

      ComponentProcess beside = pipeline.another("usage", "usage-beside");
      beside.start();
      awaitBothAtWork(pipeline.usage(), beside);
      pipeline.usage().kill();
      startThisVersion(pipeline.usage());

      awaitPatiently().until(() -> hasWorkInHand(cluster));
      // This version's safety has a stage that the last one's has not: not in one group with it.
      pipeline.safety().terminate();
      startThisVersion(pipeline.safety());
      pipeline.sink().terminate();
      startThisVersion(pipeline.sink());
      pipeline.firstInstances().forEach(ComponentProcess::awaitWorking);

      long sent = fleet.sent();
      awaitPatiently().until(() -> fleet.sent() > sent + RECORDS_AFTERWARDS);
      fleet.stop();
      Evidence evidence =
          pipeline.evidence(
              // The last release kept no list of active alerts: what it told of is not escalated.
              // Of utilisation it counted treating time and starts alone.
              new Compared(alert -> RULES_OF_LAST_RELEASE.contains(alert.getRule()), false, false));
      Guarantee.requireAll(evidence);
      assertThat(evidence.seen().count(TopicCatalogue.ALERTS.name())).isPositive();
      assertThat(evidence.seen().count(TopicCatalogue.SESSIONS.name())).isPositive();
    }
  }

  private static void requireLastReleaseRuns(ComponentProcess process) {
    assertThat(ProcessHandle.of(process.pid()).orElseThrow().info().commandLine().orElseThrow())
        .contains(System.getenv(DISTRIBUTION));
  }

  private static void startThisVersion(ComponentProcess process) {
    process.from(Distribution.ofThisBuild()).start();
  }

  /** At this moment, in what is committed. */
  private static boolean hasWorkInHand(TestCluster cluster)
      throws ExecutionException, InterruptedException {
    Ledger ledger = cluster.ledger("");
    return Ledger.APPLICATIONS.stream().allMatch(application -> waits(ledger, application))
        && cluster.reader().latest(TopicCatalogue.ALERTS, Alert.class).values().stream()
            .anyMatch(alert -> alert.getState() == AlertState.OPEN)
        && cluster.reader().latest(TopicCatalogue.SESSIONS, SessionSummary.class).values().stream()
            .anyMatch(session -> session.getStatus() == SessionStatus.OPEN);
  }

  private static boolean waits(Ledger ledger, String application) {
    return ledger.lines().stream()
        .anyMatch(line -> line.application().equals(application) && line.buffered() > 0);
  }

  /** Each takes records while the other one runs: they share the partitions. */
  private static void awaitBothAtWork(ComponentProcess one, ComponentProcess other) {
    other.awaitWorking();
    double ofOne = records(one);
    double ofOther = records(other);
    awaitPatiently()
        .alias("both versions work side by side")
        .until(() -> records(one) > ofOne && records(other) > ofOther);
  }

  private static double records(ComponentProcess process) {
    return process.metric("clinic_telemetry_records_total");
  }

  @Test
  void aDemoGoesOnInTheDirectoryOfTheLastReleasesDemo() throws Exception {
    Path data = directory.resolve("data");
    long alertsSeen;
    try (DemoProcess old = DemoProcess.start(lastRelease, directory, data)) {
      awaitPatiently().until(() -> old.alertsSeen() > 0);
      alertsSeen = old.alertsSeen();
      old.terminate();
    }

    Path report = directory.resolve("report.json");
    try (DemoProcess next =
        DemoProcess.start(
            Distribution.ofThisBuild(),
            directory,
            data,
            "--for",
            "8s",
            "--report",
            report.toString())) {
      assertThat(next.status()).as(next.printed()).isZero();
    }
    JsonNode result = new ObjectMapper().readTree(report.toFile());
    assertThat(result.at("/ledger/balanced").booleanValue()).isTrue();
    assertThat(result.at("/alerts/opened").longValue()).isGreaterThanOrEqualTo(alertsSeen);
    assertThat(result.at("/ledger/applied").longValue())
        .as("records of both demos")
        .isGreaterThan(result.at("/produced/events").longValue());
  }
}
