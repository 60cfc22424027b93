package io.clinictelemetry.standalone.limits;

import io.clinictelemetry.domain.limits.Policy;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Publishes a policy. */
@Command(
    name = "apply",
    description = {
      "Checks a policy, publishes it as the next version of its scope, and says when it takes",
      "effect: at its effective_from, or 15 s from now when it has none."
    },
    mixinStandardHelpOptions = true)
final class ApplyCommand extends PublishCommand {

  @Override
  Policy policy(
      PolicyFileOptions options, PolicyFile file, PublishedPolicies published, Instant now) {
    return options.policy(file, published, now);
  }

  @Override
  void report(PrintWriter out, PublishedPolicies before, Policy policy) {
    reportApplied(out, before, policy);
  }

  /** What a policy that was just published changes, and when. */
  static void reportApplied(PrintWriter out, PublishedPolicies published, Policy policy) {
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
