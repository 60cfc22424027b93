package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.contracts.serde.AvroSerdes;
import io.clinictelemetry.contracts.settings.Settings;
import io.clinictelemetry.domain.limits.Policy;
import io.clinictelemetry.standalone.ClusterOptions;
import io.clinictelemetry.streams.shared.PolicyRecords;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Publishes a policy. */
@Command(
    name = "apply",
    description = {
      "Checks a policy, publishes it as the next version of its scope, and says when it takes",
      "effect: at its effective_from, or 15 s from now when it has none."
    },
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private PolicyFileOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PolicyFile file = options.read();
    Settings settings = cluster.settings();
    int people = PolicyRecords.people(settings);
    PolicyTopics.require(settings);
    try (AvroSerdes serdes = new AvroSerdes(settings.serdes());
        PolicyPublisher publisher = new PolicyPublisher(settings, serdes)) {
      PublishedPolicies published = PublishedPolicies.read(settings, serdes);
      Policy policy = options.policy(file, published, Instant.now());
      PolicyRecords.require(people, policy);
      publisher.publish(policy);
      report(spec.commandLine().getOut(), published, policy);
      return 0;
    }
  }

  /** What a policy that was just published changes, and when. */
  static void report(PrintWriter out, PublishedPolicies published, Policy policy) {
    Difference.lines(published.policies(), policy).forEach(out::println);
    out.printf(
        "Published %s; it takes effect at %s.%n",
        policy.id(), Instant.ofEpochMilli(policy.effectiveFromMs()));
    published.policies().versions(policy.scope()).stream()
        .filter(other -> other.effectiveFromMs() > policy.effectiveFromMs())
        .forEach(
            other ->
                out.printf(
                    "Mind that %s was published before and replaces it at %s.%n",
                    other.id(), Instant.ofEpochMilli(other.effectiveFromMs())));
    out.flush();
  }
}
