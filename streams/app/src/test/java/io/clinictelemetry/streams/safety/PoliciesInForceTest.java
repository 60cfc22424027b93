package io.clinictelemetry.streams.safety;

import static io.clinictelemetry.streams.testing.SafetyOutput.episodes;
import static io.clinictelemetry.streams.testing.TestDevice.T0;
import static io.clinictelemetry.streams.testing.TestDevice.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinictelemetry.avro.Alert;
import io.clinictelemetry.avro.AlertState;
import io.clinictelemetry.avro.DeviceClass;
import io.clinictelemetry.avro.LimitPolicy;
import io.clinictelemetry.contracts.topics.TopicCatalogue;
import io.clinictelemetry.domain.limits.LimitName;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.streams.shared.PolicyRecords;
import io.clinictelemetry.streams.testing.Pipeline;
import io.clinictelemetry.streams.testing.Sent;
import io.clinictelemetry.streams.testing.TestDevice;
import io.clinictelemetry.streams.testing.Times;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sample is judged by the policy that is in force when it was taken. */
class PoliciesInForceTest {

  private static final String COUNTER = "clinic.limit.policies.passed.over";
  private static final double KPA = 35;

  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = Pipeline.safety().register("d1", DeviceClass.SALON, "model-1");
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  private static Policy policy(String scope, int version, long fromMs, double hardHighKpa) {
    return new Policy(
        Scope.parse(scope),
        version,
        fromMs - Policy.MIN_LEAD_MS,
        fromMs,
        "author",
        "reason",
        Map.of(LimitName.SUCTION_HARD_HIGH, hardHighKpa));
  }

  /** Suction between the policies' limits and the shipped ones. */
  private static TestDevice treats(long ms) {
    return device("d1").startsSession("s1").suction(ms, KPA);
  }

  /** The hard alerts that opened since last asked. */
  private static List<String> hardAlerts(Pipeline pipeline) {
    return pipeline.alerts().stream()
        .map(TestRecord::value)
        .filter(alert -> alert.getState() == AlertState.OPEN)
        .filter(alert -> alert.getRule().equals("suction-hard-high"))
        .map(PoliciesInForceTest::line)
        .toList();
  }

  private static String line(Alert alert) {
    return "from %s triggered %s limit %s %s"
        .formatted(
            Times.text(alert.getStartedAt()),
            Times.text(alert.getTriggeredAt()),
            alert.getLimit(),
            alert.getPolicy());
  }

  @Test
  void aPolicyJudgesTheVerySampleAtWhichItTakesEffect() {
    pipeline.policy(policy("device/d1", 1, T0 + 5_000, 30));
    pipeline.append(treats(10_000).sent());

    assertThat(hardAlerts(pipeline))
        .containsExactly("from +5000 triggered +5300 limit 30.0 device/d1#1");
  }

  @Test
  void aMillisecondLaterItIsTheNextSample() {
    pipeline.policy(policy("device/d1", 1, T0 + 5_001, 30));
    pipeline.append(treats(10_000).sent());

    assertThat(hardAlerts(pipeline))
        .containsExactly("from +5100 triggered +5400 limit 30.0 device/d1#1");
  }

  @Test
  void readingsThatComeLateAreJudgedByThePolicyOfTheirTime() {
    pipeline.policy(policy("device/d1", 1, T0 - 60_000, 30));
    pipeline.policy(policy("device/d1", 2, T0 + 20_000, 50));
    pipeline.append(treats(10_000).sent().stream().map(sent -> sent.resentLater(60_000)).toList());

    assertThat(hardAlerts(pipeline))
        .containsExactly("from +0 triggered +300 limit 30.0 device/d1#1");
  }

  @Test
  void theNarrowestScopeThatSetsTheLimitCounts() {
    pipeline.policy(policy("default/microdermabrasion/salon", 2, T0, 31));
    pipeline.policy(policy("model/model-1", 1, T0 + 1_000, 30));
    pipeline.policy(policy("clinic/clinic-1", 1, T0 + 2_000, 36));
    TestDevice device = treats(1_000);
    pipeline.append(device.sent());
    assertThat(hardAlerts(pipeline))
        .containsExactly("from +0 triggered +300 limit 31.0 default/microdermabrasion/salon#2");

    pipeline.append(device.endsSession().last());
    pipeline.append(device.startsSession("s2").last());
    pipeline.append(device.suction(1_000, KPA).last());
    assertThat(hardAlerts(pipeline))
        .containsExactly("from +1000 triggered +1300 limit 30.0 model/model-1#1");

    pipeline.append(device.endsSession().last());
    pipeline.append(device.startsSession("s3").last());
    pipeline.append(device.suction(1_000, KPA).last());
    assertThat(hardAlerts(pipeline)).as("the clinic's limit is 36 kPa").isEmpty();
  }

  @Test
  void aSessionIsJudgedByTheModelThatTheDeviceHadWhenItStarted() {
    pipeline.policy(policy("model/model-2", 1, T0, 30));
    TestDevice device = device("d1").startsSession("s1");
    pipeline.append(device.sent());
    pipeline.register("d1", DeviceClass.SALON, "model-2");
    pipeline.append(device.suction(1_000, KPA).last());
    pipeline.append(device.endsSession().last());
    assertThat(hardAlerts(pipeline)).isEmpty();

    pipeline.append(device.startsSession("s2").last());
    pipeline.append(device.suction(1_000, KPA).last());
    assertThat(hardAlerts(pipeline))
        .containsExactly("from +1000 triggered +1300 limit 30.0 model/model-2#1");
  }

  @Test
  void noPolicyIsLooserThanTheClassAllows() {
    pipeline.policy(policy("device/d1", 1, T0, 65));
    pipeline.append(device("d1").startsSession("s1").suction(1_000, 60).sent());

    assertThat(hardAlerts(pipeline))
        .containsExactly("from +0 triggered +300 limit 55.0 default/microdermabrasion/salon#1");
  }

  @Test
  void aPolicyThatIsTakenBackIsNoLongerInForce() {
    pipeline.policy(policy("device/d1", 1, T0, 30));
    pipeline.reference(TopicCatalogue.LIMIT_POLICIES, utf8("device/d1#1"), null);
    pipeline.append(treats(1_000).sent());

    assertThat(hardAlerts(pipeline)).isEmpty();
    assertThat(pipeline.counted(COUNTER)).isZero();
  }

  @Test
  void whatCannotBeUsedIsCountedAndLeavesInForceWhatWas() {
    pipeline.policy(policy("device/d1", 1, T0, 30));
    LimitPolicy good = PolicyRecords.record(policy("device/d1", 2, T0, 40));
    LimitPolicy anonymous = LimitPolicy.newBuilder(good).setAuthor("").build();
    LimitPolicy tooSoon =
        LimitPolicy.newBuilder(good).setPublishedAt(good.getEffectiveFrom()).build();
    pipeline.reference(TopicCatalogue.LIMIT_POLICIES, utf8("device/d1#1"), utf8("no Avro"));
    pipeline.reference(TopicCatalogue.LIMIT_POLICIES, null, bytes(good));
    pipeline.reference(TopicCatalogue.LIMIT_POLICIES, utf8("device/d1#3"), bytes(good));
    pipeline.reference(TopicCatalogue.LIMIT_POLICIES, utf8("device/d1#2"), bytes(anonymous));
    pipeline.reference(TopicCatalogue.LIMIT_POLICIES, utf8("device/d1#2"), bytes(tooSoon));
    pipeline.append(treats(1_000).sent());

    assertThat(hardAlerts(pipeline))
        .containsExactly("from +0 triggered +300 limit 30.0 device/d1#1");
    assertThat(pipeline.counted(COUNTER)).isEqualTo(5);
  }

  @Test
  void aReplayThatHasAllPoliciesFromTheStartFindsTheSameEpisodes() {
    Policy first = policy("clinic/clinic-1", 1, T0 + 5_000, 30);
    Policy second = policy("device/d1", 1, T0 + 15_000, 50);
    Policy third = policy("device/d1", 2, T0 + 25_000, 34);
    List<Sent> log = treats(40_000).endsSession().sent();
    try (Pipeline replay = Pipeline.safety().register("d1", DeviceClass.SALON, "model-1")) {
      replay.policy(third).policy(first).policy(second).append(log);

      pipeline.policy(first);
      for (Sent sent : log) {
        long atMs = sent.appendedAtMs();
        if (atMs == T0 + 4_000) {
          pipeline.policy(second);
        } else if (atMs == T0 + 14_000) {
          pipeline.policy(third);
        }
        pipeline.append(sent);
      }

      List<String> found = episodes(pipeline);
      assertThat(found)
          .anyMatch(line -> line.contains("suction-hard-high +5000 "))
          .anyMatch(line -> line.contains("suction-hard-high +25000 "));
      assertThat(episodes(replay)).isEqualTo(found);
    }
  }

  private byte[] bytes(LimitPolicy policy) {
    return pipeline.bytes(TopicCatalogue.LIMIT_POLICIES, policy);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
