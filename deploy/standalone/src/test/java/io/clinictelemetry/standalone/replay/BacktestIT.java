package io.clinictelemetry.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clinictelemetry.domain.limits.DeviceClass;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.LimitsInForce;
import io.clinictelemetry.domain.limits.Modality;
import io.clinictelemetry.domain.limits.Policies;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.standalone.CommandRun;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy tried on what the running pipeline has recorded. */
@Timeout(600)
@OnSharedPipeline
class BacktestIT {

  private static final String PREFIX = "backtest-it.";
  private static final String RULE = "current-soft-high";
  private static final double SHIPPED_UA = 600;

  /** Of a fleet whose medical devices drift a little over what ships, and far over it. */
  private static final long SEED = 786675;

  @TempDir private Path directory;

  @Test
  void anotherLimitLosesAndGainsExactlyTheAlertsThatTheOracleSays(RunningPipeline pipeline)
      throws Exception {
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    RecordedFleet fleet =
        RecordedFleet.of(
            PREFIX,
            SEED,
            began.minus(1, ChronoUnit.HOURS),
            Duration.ofMinutes(3),
            directory.resolve("fleet"));
    SentFleet.announce(pipeline, fleet);
    SentFleet.send(pipeline, fleet.inOrder());
    OracleOfRule oracle = new OracleOfRule(fleet, RULE, DeviceClass.MEDICAL);
    List<OracleOfRule.Found> shipped = oracle.found(medical(SHIPPED_UA));
    assertThat(shipped).as("alerts under what ships").isNotEmpty();

    List<OracleOfRule.Found> looser = oracle.found(medical(650));
    JsonNode raised = backtest(pipeline, began, "650 uA");
    assertThat(starts(raised.get("lost")))
        .isNotEmpty()
        .isEqualTo(OracleOfRule.without(shipped, looser));
    assertThat(starts(raised.get("gained")))
        .isEqualTo(OracleOfRule.without(looser, shipped))
        .isEmpty();

    List<OracleOfRule.Found> stricter = oracle.found(medical(250));
    JsonNode lowered = backtest(pipeline, began, "250 uA");
    assertThat(starts(lowered.get("lost")))
        .isEqualTo(OracleOfRule.without(shipped, stricter))
        .isEmpty();
    assertThat(starts(lowered.get("gained")))
        .isNotEmpty()
        .isEqualTo(OracleOfRule.without(stricter, shipped));
  }

  @Test
  void aPeriodWithoutTelemetryHasNoAlertsAndOneThatEndsBeforeItBeginsIsRefused(
      RunningPipeline pipeline) throws Exception {
    Path policy = policy("650 uA");

    CommandRun empty =
        clinic(pipeline, policy, "--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z");
    assertThat(empty.status()).as(empty.errors()).isZero();
    assertThat(empty.output()).contains("no alert is lost or gained", "0 records judged twice");

    CommandRun refused =
        clinic(pipeline, policy, "--from", "2020-01-02T00:00:00Z", "--to", "2020-01-02T00:00:00Z");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.errors()).contains("--from 2020-01-02T00:00:00Z is not before --to");
  }

  private JsonNode backtest(RunningPipeline pipeline, Instant from, String limit) throws Exception {
    Path report = directory.resolve("report.json");
    CommandRun run =
        clinic(pipeline, policy(limit), "--from", from.toString(), "--report", report.toString());
    assertThat(run.status()).as(run.errors()).isZero();
    assertThat(run.output())
        .contains("default/microcurrent/medical#2, from " + from)
        .containsPattern(PREFIX + "dev-\\d+ +" + RULE + " +\\d+ +\\d+ +\\d+ +\\d+")
        .contains("alerts per hour")
        .containsPattern("[1-9][0-9,]* records judged twice in ");
    return new ObjectMapper().readTree(report.toFile());
  }

  private Path policy(String limit) throws Exception {
    return Files.writeString(
        directory.resolve("policy.json"),
        """
        {
          "scope": "default/microcurrent/medical",
          "author": "a tester",
          "reason": "a test",
          "limits": {"%s": "%s"}
        }
        """
            .formatted(RULE, limit));
  }

  private static CommandRun clinic(RunningPipeline pipeline, Path policy, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "limits",
                "backtest",
                policy.toString(),
                "--bootstrap-servers",
                pipeline.bootstrapServers(),
                "--registry",
                pipeline.registryUrl()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** Device, session and start of each alert of the fleet. */
  private static Set<String> starts(JsonNode alerts) {
    Set<String> starts = new TreeSet<>();
    StreamSupport.stream(alerts.spliterator(), false)
        .filter(alert -> alert.get("device_id").asText().startsWith(PREFIX))
        .forEach(
            alert -> {
              assertThat(alert.get("rule").asText()).isEqualTo(RULE);
              starts.add(
                  String.join(
                      " ",
                      alert.get("device_id").asText(),
                      alert.get("session_id").asText(),
                      alert.get("started_at").asText()));
            });
    return starts;
  }

  private static LimitsInForce medical(double ua) {
    Scope scope = Scope.defaults(Modality.MICROCURRENT, DeviceClass.MEDICAL);
    Policy policy =
        new Policy(scope, 2, 0, 0, "a tester", "a test", Map.of(LimitName.CURRENT_SOFT_HIGH, ua));
    return new Policies(List.of(policy))
        .of("any", "any", Optional.empty(), Modality.MICROCURRENT, DeviceClass.MEDICAL);
  }
}
