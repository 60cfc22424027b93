package io.clinictelemetry.standalone;

import static io.clinictelemetry.standalone.pipeline.RunningPipeline.awaitPatiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import io.clinictelemetry.standalone.pipeline.TestDevice;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
@OnSharedPipeline
class LimitsCommandIT {

  private static final Pattern PUBLISHED =
      Pattern.compile("Published (\\S+); it takes effect at (\\S+)\\.");

  /** Below what ships for the class, above the policy. */
  private static final float BETWEEN_KPA = 37;

  private static final Duration SAMPLE = Duration.ofMillis(100);

  @TempDir private Path directory;

  @Test
  void aPolicyIsPublishedAndJudgesTheFirstSampleFromItsTimeOn(RunningPipeline pipeline)
      throws Exception {
    TestDevice device = pipeline.device("it-limits");
    Path policy = file("device/it-limits", "suction-hard-high", "35 kPa");

    assertThat(clinic(pipeline, "diff", policy.toString()).output())
        .contains("the first policy of its scope: device/it-limits#1")
        .contains("suction-hard-high  not set -> 35 kPa");
    assertThat(show(pipeline, "it-limits")).noneMatch(line -> line.contains("it-limits#"));

    Matcher published = applied(pipeline, policy);
    assertThat(published.group(1)).isEqualTo("device/it-limits#1");
    Instant effectiveFrom = Instant.parse(published.group(2));
    device.startSession();
    device.treat(BETWEEN_KPA, Duration.ofSeconds(25));
    device.endSession();

    Alert alert =
        awaitPatiently()
            .until(() -> hardHigh(pipeline, device.id()), found -> !found.isEmpty())
            .get(0);
    assertThat(alert.getPolicy()).isEqualTo("device/it-limits#1");
    assertThat(alert.getLimit()).isEqualTo(35);
    assertThat(alert.getStartedAt())
        .isAfterOrEqualTo(effectiveFrom)
        .isBefore(effectiveFrom.plus(SAMPLE));
    assertThat(show(pipeline, "it-limits", "--at", effectiveFrom.toString()))
        .anyMatch(
            line ->
                line.matches(
                    "suction-hard-high +35 kPa +device/it-limits#1 +a test \\(a tester\\)"));
    assertThat(show(pipeline, "it-limits", "--at", effectiveFrom.minusMillis(1).toString()))
        .contains("later: device/it-limits#1, effective from " + effectiveFrom)
        .anyMatch(line -> line.matches("suction-hard-high +40 kPa .* +engineering default"));
  }

  @Test
  void versionsOfAScopeAreCountedWhoeverPublishes(RunningPipeline pipeline) throws Exception {
    Path first = file("clinic/it-limits-clinic", "dwell-soft", "2 s");
    assertThat(applied(pipeline, first).group(1)).isEqualTo("clinic/it-limits-clinic#1");

    Path second = file("clinic/it-limits-clinic", "dwell-soft", "1.5 s");
    assertThat(clinic(pipeline, "diff", second.toString()).output())
        .contains("-> clinic/it-limits-clinic#2")
        .contains("dwell-soft         2 s -> 1.5 s");
    assertThat(applied(pipeline, second).group(1)).isEqualTo("clinic/it-limits-clinic#2");
  }

  @Test
  void whatTheClassOfTheDeviceForbidsIsRefusedAndNotPublished(RunningPipeline pipeline)
      throws Exception {
    pipeline.device("it-limits-home");
    Path policy = file("device/it-limits-home", "suction-hard-high", "50 kPa");

    for (String verb : List.of("diff", "apply")) {
      CommandRun run = clinic(pipeline, verb, policy.toString());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errors().lines()).hasSize(1);
      assertThat(run.errors())
          .contains(
              "policy.json: limits.suction-hard-high: 50 kPa is looser", "set 40 kPa or less");
    }
    assertThat(show(pipeline, "it-limits-home", "--at", "2099-01-01T00:00:00Z"))
        .noneMatch(line -> line.contains("it-limits-home#"));
  }

  @Test
  void withoutAuthorOrReasonNothingIsPublished(RunningPipeline pipeline) throws Exception {
    Path policy = directory.resolve("anonymous.json");
    Files.writeString(policy, "{\"scope\": \"device/it-limits-anonymous\", \"limits\": {}}");

    CommandRun run = clinic(pipeline, "apply", policy.toString(), "--author", "me");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errors()).contains("no reason: write it into", "or give --reason");
    assertThat(
            clinic(pipeline, "apply", policy.toString(), "--author", "me", "--reason", "why")
                .output())
        .contains("Published device/it-limits-anonymous#1");
  }

  @Test
  void aDraftIsInForceOnlyWhenSomebodyElseHasApprovedIt(RunningPipeline pipeline) throws Exception {
    Path policy = file("device/it-limits-draft", "suction-soft-high", "25 kPa");

    assertThat(clinic(pipeline, "draft", policy.toString()).output())
        .contains("device/it-limits-draft#1, a draft", "suction-soft-high  not set -> 25 kPa");
    assertThat(show(pipeline, "it-limits-draft", "--at", "2999-01-01T00:00:00Z"))
        .contains("draft: device/it-limits-draft#1 by a tester: a test")
        .anyMatch(line -> line.matches("suction-soft-high +30 kPa .* +engineering default"));
    CommandRun tried = clinic(pipeline, "backtest", "device/it-limits-draft#1");
    assertThat(tried.status()).as(tried.errors()).isZero();
    assertThat(tried.output()).contains("device/it-limits-draft#1, from ");

    CommandRun byAuthor = approve(pipeline, "A Tester");
    assertThat(byAuthor.status()).isEqualTo(1);
    assertThat(byAuthor.errors())
        .contains("approved_by: A Tester is the author; somebody else must approve it");

    CommandRun approved = approve(pipeline, "Ada");
    assertThat(approved.status()).as(approved.errors()).isZero();
    assertThat(approved.output()).contains("Published device/it-limits-draft#2; it takes effect");
    assertThat(show(pipeline, "it-limits-draft", "--at", "2999-01-01T00:00:00Z"))
        .noneMatch(line -> line.startsWith("draft:"))
        .anyMatch(
            line ->
                line.matches(
                    "suction-soft-high +25 kPa +device/it-limits-draft#2 +a test \\(a tester; approved"
                        + " by Ada\\)"));

    CommandRun again = approve(pipeline, "Bob");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.errors())
        .contains("device/it-limits-draft#1 was approved by Ada: device/it-limits-draft#2");
  }

  @Test
  void theApiDraftsTriesAndApprovesAsTheCommandsDo(RunningPipeline pipeline) throws Exception {
    String draft = Files.readString(file("device/it-limits-api", "suction-soft-high", "25 kPa"));
    HttpResponse<String> drafted = pipeline.post("policies/drafts", draft);
    assertThat(drafted.statusCode()).as(drafted.body()).isEqualTo(201);
    assertThat(drafted.body())
        .contains("device/it-limits-api#1", "\"effective_from\":null", "not set -> 25 kPa");

    HttpResponse<String> tried =
        pipeline.post("policies/backtests", "{\"policy\": \"device/it-limits-api#1\"}");
    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    assertThat(tried.body())
        .contains("\"candidate\":\"device/it-limits-api#1\"", "\"lost\":[]", "\"gained\":[]");

    HttpResponse<String> byAuthor = approveByApi(pipeline, "a tester");
    assertThat(byAuthor.statusCode()).isEqualTo(400);
    assertThat(byAuthor.body()).contains("is the author; somebody else must approve it");
    HttpResponse<String> approved = approveByApi(pipeline, "Ada");
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(201);
    assertThat(approved.body()).contains("device/it-limits-api#2");

    String changes = "policies/diff?scope=device/it-limits-api&after=1";
    awaitPatiently()
        .untilAsserted(
            () -> {
              assertThat(pipeline.api("policies?scope=device/it-limits-api").toString())
                  .contains("\"approved_by\":\"Ada\"");
              assertThat(pipeline.api(changes).at("/changes/0/after").asDouble()).isEqualTo(25);
            });
    assertThat(pipeline.post("policies/drafts", "{}").body())
        .contains("scope: missing", "limits: missing");
    assertThat(pipeline.post("policies/backtests", "{}").body())
        .contains("give either policy or candidate");
  }

  private static HttpResponse<String> approveByApi(RunningPipeline pipeline, String by)
      throws Exception {
    return pipeline.post(
        "policies/approvals",
        "{\"policy\": \"device/it-limits-api#1\", \"by\": \"%s\"}".formatted(by));
  }

  @Test
  void wherePoliciesNeedTwoPeopleOneAloneIsRefused(RunningPipeline pipeline) throws Exception {
    Path config = Files.writeString(directory.resolve("cluster.properties"), "limits.people=2\n");
    Path policy = file("device/it-limits-alone", "suction-soft-high", "25 kPa");

    CommandRun run = clinic(pipeline, "apply", policy.toString(), "--config", config.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errors())
        .contains("limits.people is 2, so draft it, and let somebody else approve it");
  }

  private static CommandRun approve(RunningPipeline pipeline, String by) {
    return clinic(pipeline, "approve", "device/it-limits-draft#1", "--by", by);
  }

  private Path file(String scope, String limit, String value) throws Exception {
    return Files.writeString(
        directory.resolve("policy.json"),
        """
        {
          "scope": "%s",
          "author": "a tester",
          "reason": "a test",
          "limits": {"%s": "%s"}
        }
        """
            .formatted(scope, limit, value));
  }

  private static Matcher applied(RunningPipeline pipeline, Path policy) {
    CommandRun run = clinic(pipeline, "apply", policy.toString());
    Matcher published = PUBLISHED.matcher(run.output());
    assertThat(published.find()).as("%s%s", run.output(), run.errors()).isTrue();
    return published;
  }

  private static List<String> show(RunningPipeline pipeline, String device, String... more) {
    String[] arguments =
        Stream.concat(Stream.of("show", "--device", device), Arrays.stream(more))
            .toArray(String[]::new);
    CommandRun run = clinic(pipeline, arguments);
    assertThat(run.status()).as(run.errors()).isZero();
    return run.output().lines().toList();
  }

  private static List<Alert> hardHigh(RunningPipeline pipeline, String device) {
    return pipeline.reader().latest(TopicCatalogue.ALERTS, Alert.class).values().stream()
        .filter(alert -> alert.getSubjectId().equals(device))
        .filter(alert -> alert.getRule().equals("suction-hard-high"))
        .toList();
  }

  private static CommandRun clinic(RunningPipeline pipeline, String... arguments) {
    return CommandRun.of(
        Stream.of(
                Stream.of("limits"),
                Arrays.stream(arguments),
                Stream.of("--bootstrap-servers", pipeline.bootstrapServers()),
                Stream.of("--registry", pipeline.registryUrl()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }
}
