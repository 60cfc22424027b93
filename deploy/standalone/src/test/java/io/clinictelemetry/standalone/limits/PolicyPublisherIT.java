package io.clinictelemetry.standalone.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.domain.limits.Scope;
import io.clinictelemetry.standalone.pipeline.OnSharedPipeline;
import io.clinictelemetry.standalone.pipeline.RunningPipeline;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
@OnSharedPipeline
class PolicyPublisherIT {

  private static final Scope SCOPE = Scope.clinic("it-publisher");

  private static Policy policy(String author) {
    return new Policy(SCOPE, 1, 0, Policy.MIN_LEAD_MS, author, "a test", Map.of());
  }

  @Test
  void ofTwoWhoPublishAtOnceTheSecondIsLetThrough(RunningPipeline pipeline) {
    try (PolicyPublisher first = new PolicyPublisher(pipeline.settings(), pipeline.serdes());
        PolicyPublisher second = new PolicyPublisher(pipeline.settings(), pipeline.serdes())) {
      second.publish(policy("second"));
      assertThatThrownBy(() -> first.publish(policy("first")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("somebody else published a policy at the same moment");
    }

    assertThat(
            PublishedPolicies.read(pipeline.settings(), pipeline.serdes())
                .policies()
                .versions(SCOPE))
        .containsExactly(policy("second"));
  }
}
